import { addDays, localInstant, localTime } from '#shared/domain/calendar/local-date.ts'

/** Local hours in which marketing may go out: `from` inclusive, `to` exclusive. */
export interface MarketingHours {
  readonly from: number
  readonly to: number
}

/** Farther ahead than this no message is held; every window that opens at all opens within two days. */
const LOOK_AHEAD_MS = 3 * 86_400_000

/** When a zone's window opens next, as seen from an instant outside it. */
const nextOpening = (instant: Date, zone: string, { from }: MarketingHours): Date => {
  const { date } = localTime(instant, zone)
  const today = localInstant(date, from, zone)
  return today > instant ? today : localInstant(addDays(date, 1), from, zone)
}

/**
 * The first instant from `now` on at which marketing may go out in every one of the zones (RULES 6): `now` itself
 * inside the hours. DST-safe, because it asks what the zones' clocks show.
 * @param zones IANA names, at least one
 * @returns undefined where the zones' hours never meet
 */
export const marketingAllowedFrom = (
  now: Date,
  zones: readonly string[],
  hours: MarketingHours,
): Date | undefined => {
  let instant = now
  while (instant.getTime() - now.getTime() <= LOOK_AHEAD_MS) {
    const closed = zones.find((zone) => {
      const { hour } = localTime(instant, zone)
      return hour < hours.from || hour >= hours.to
    })
    if (closed === undefined) return instant
    const opening = nextOpening(instant, closed, hours)
    // Where a whole window is skipped by the clocks, the same instant could come again and again.
    instant = opening > instant ? opening : new Date(instant.getTime() + 3_600_000)
  }
  return undefined
}

import { zoneOffset } from '#shared/domain/calendar/zone-offset.ts'

const HOUR_MS = 3_600_000
const SECOND_MS = 1000

/** No zone has ever been further from UTC: Manila and Sitka were 15 h 56 min and 15 h 13 min away until their date changed. */
const FURTHEST_MS = 16 * HOUR_MS

/** The first whole second in (from, to] at which a zone's clocks are no more as far ahead of UTC as at `from`. */
const changeBetween = (from: number, to: number, timeZone: string): number => {
  const offset = zoneOffset(from, timeZone)
  let [same, changed] = [from, to]
  while (changed - same > SECOND_MS) {
    const middle = same + Math.floor((changed - same) / 2 / SECOND_MS) * SECOND_MS
    if (zoneOffset(middle, timeZone) === offset) same = middle
    else changed = middle
  }
  return changed
}

/**
 * The first instant at which a zone's clocks show a local time or have gone past it. Of a time that clocks show twice it
 * is the first; where they skip it, it is the first instant after the gap. Later local times never give earlier instants.
 * No zone has changed its clocks twice within two days since 1970 (docs/adr/0023-schedules.md).
 * @param local date and time in whole seconds, as epoch milliseconds of the same date and time in UTC
 * @param timeZone IANA name
 * @returns epoch milliseconds
 * @throws RangeError for a zone that does not exist
 */
export const firstInstant = (local: number, timeZone: string): number => {
  const [from, to] = [local - FURTHEST_MS, local + FURTHEST_MS]
  const before = local - zoneOffset(from, timeZone)
  const after = local - zoneOffset(to, timeZone)
  if (before === after) return before
  const change = changeBetween(from, to, timeZone)
  return before < change ? before : Math.max(change, after)
}

import { type Launch, plannedLaunch, type SkipReason, skippedLaunch } from '#shared/domain/launch/launch.ts'
import {
  followAnew,
  followNoMore,
  hasOccurrences,
  hasSameDates,
  type Scheduled,
} from '#shared/domain/schedule/follow.ts'
import type { FollowedSchedule } from '#shared/domain/schedule/followed-schedule.ts'
import { nextLaunchTime } from '#shared/domain/schedule/next-launch.ts'

const HOUR_MS = 3_600_000

/** What becomes of an occurrence: its launch, planned or skipped, and the schedule as it is followed after it. */
export interface TakenOccurrence {
  readonly launch: Launch
  readonly next: FollowedSchedule
}

/** The engine's name for itself, where no person launched. */
export const BY_SCHEDULE = 'schedule'

/** Whether the live version has an occurrence at this very instant. */
const comesAt = (campaign: Scheduled, at: Date): boolean =>
  nextLaunchTime(campaign, new Date(at.getTime() - 1))?.getTime() === at.getTime()

const isTooLate = ({ expiresAfterHours, validUntil }: Scheduled, at: Date, now: Date): boolean =>
  now.getTime() - at.getTime() > expiresAfterHours * HOUR_MS ||
  (validUntil !== undefined && now >= new Date(validUntil))

/** The next occurrence has come as well, and this one would be heard just before it. */
const isOvertaken = (campaign: Scheduled, at: Date, now: Date): boolean => {
  const next = nextLaunchTime(campaign, at)
  return next !== undefined && next <= now
}

/** Why an occurrence is skipped; undefined where it is launched. */
const whySkipped = (
  campaign: Scheduled,
  seen: FollowedSchedule,
  at: Date,
  now: Date,
): SkipReason | undefined => {
  if (campaign.status === 'ended') return 'campaign-ended'
  if (!comesAt(campaign, at)) return 'rescheduled'
  if (at <= new Date(seen.since)) return 'before-live'
  if (campaign.status === 'paused') return 'campaign-paused'
  if (isTooLate(campaign, at, now)) return 'too-late'
  return isOvertaken(campaign, at, now) ? 'overtaken' : undefined
}

/** The schedule after an occurrence that came. */
const followOn = (campaign: Scheduled, seen: FollowedSchedule, at: Date, now: Date): FollowedSchedule => {
  const handled = { ...seen, handled: at.toISOString() }
  if (!hasOccurrences(campaign)) return followNoMore(handled)
  if (!hasSameDates(campaign, seen)) return followAnew(campaign, handled, now)
  const due = nextLaunchTime(campaign, at)?.toISOString()
  const { due: _, ...rest } = handled
  return { ...rest, version: campaign.version, ...(due === undefined ? {} : { due }) }
}

const paceOf = ({ trigger }: Scheduled): number | undefined =>
  'schedule' in trigger ? trigger.schedule.customersPerSecond : undefined

/**
 * Decides what becomes of the occurrence that a schedule waits with.
 * @param campaign the live one
 * @param seen with a `due` that has come
 * @param now the tick's time
 * @throws RangeError where nothing is due
 */
export const takeOccurrence = (campaign: Scheduled, seen: FollowedSchedule, now: Date): TakenOccurrence => {
  if (seen.due === undefined || new Date(seen.due) > now) throw new RangeError('nothing is due')
  const at = new Date(seen.due)
  const next = followOn(campaign, seen, at, now)
  const plan = {
    campaignId: seen.campaignId,
    version: campaign.version,
    at,
    startedBy: BY_SCHEDULE,
    plannedAt: now,
    customersPerSecond: paceOf(campaign),
  }
  const because = whySkipped(campaign, seen, at, now)
  if (because === undefined) return { launch: plannedLaunch(plan), next }
  const launch = skippedLaunch(plan, because)
  return { launch, next: { ...next, skipped: { at: launch.at, because } } }
}

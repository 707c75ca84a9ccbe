import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { FollowedSchedule } from '#shared/domain/schedule/followed-schedule.ts'
import { nextLaunchTime } from '#shared/domain/schedule/next-launch.ts'

/** What a schedule is followed by: the campaign's live version. */
export type Scheduled = Pick<
  Campaign,
  'id' | 'version' | 'status' | 'trigger' | 'validFrom' | 'validUntil' | 'expiresAfterHours'
>

/**
 * How far the tick looks back where a campaign is new to it, in milliseconds: whoever puts a campaign live a moment before
 * an occurrence does not miss it, because the tick comes a moment after it.
 */
const LOOK_BACK_MS = 120_000

const LONG_AGO = new Date(0)

/** What its dates follow from, as text. How fast it goes changes none. */
const datesOf = ({ trigger, validFrom, validUntil }: Scheduled): string => {
  if (!('schedule' in trigger)) return ''
  const { customersPerSecond: _, ...schedule } = trigger.schedule
  return JSON.stringify({ schedule, validFrom, validUntil })
}

/** Whether the campaign has occurrences at all; those of a paused one come, and are skipped. */
export const hasOccurrences = ({ status, trigger }: Scheduled): boolean =>
  status !== 'ended' && 'schedule' in trigger

/** Whether the dates that were followed are those of this version. */
export const hasSameDates = (campaign: Scheduled, { dates }: FollowedSchedule): boolean =>
  datesOf(campaign) === dates

/**
 * The schedule as it is followed from now on. A date that is named once and has passed is due all the same: what becomes
 * of it is said (`before-live`).
 * @param seen how it was followed until now
 * @param now the tick's time
 */
export const followAnew = (
  campaign: Scheduled,
  seen: FollowedSchedule | undefined,
  now: Date,
): FollowedSchedule => {
  const since = new Date(Math.max(now.getTime() - LOOK_BACK_MS, Date.parse(seen?.handled ?? '') || 0))
  const isOnce = 'schedule' in campaign.trigger && 'once' in campaign.trigger.schedule
  const due = nextLaunchTime(campaign, isOnce ? LONG_AGO : since)?.toISOString()
  return {
    campaignId: campaign.id,
    version: campaign.version,
    dates: datesOf(campaign),
    since: since.toISOString(),
    ...(due === undefined || due === seen?.handled ? {} : { due }),
    ...(seen?.handled === undefined ? {} : { handled: seen.handled }),
    ...(seen?.skipped === undefined ? {} : { skipped: seen.skipped }),
  }
}

/** The schedule with no date any more; its dates follow from nothing, so that it is followed anew once it is live again. */
export const followNoMore = ({ due: _, ...rest }: FollowedSchedule): FollowedSchedule => ({
  ...rest,
  dates: '',
})

/** Whether an occurrence waits to be launched or skipped (take-occurrence.ts). */
export const isDue = ({ due }: FollowedSchedule, now: Date): boolean =>
  due !== undefined && new Date(due) <= now

/**
 * How a schedule is to be followed, where that is otherwise than it is: a campaign is new, has ended, or is live in
 * another version. Nothing is changed while an occurrence waits, so that none is lost without a word.
 * @param campaign the live one
 * @returns undefined where all is as it should be
 */
export const adjusted = (
  campaign: Scheduled,
  seen: FollowedSchedule | undefined,
  now: Date,
): FollowedSchedule | undefined => {
  if (seen && isDue(seen, now)) return undefined
  if (!hasOccurrences(campaign)) return seen?.due === undefined ? undefined : followNoMore(seen)
  if (!seen) return followAnew(campaign, undefined, now)
  if (!hasSameDates(campaign, seen)) return followAnew(campaign, seen, now)
  return seen.version === campaign.version ? undefined : { ...seen, version: campaign.version }
}

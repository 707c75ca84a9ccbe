import { attempt, type WorkDependencies } from '#functions/launch-campaigns/attempt.ts'
import type { Tick } from '#functions/launch-campaigns/tick.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { adjusted, isDue } from '#shared/domain/schedule/follow.ts'
import type { FollowedSchedule } from '#shared/domain/schedule/followed-schedule.ts'
import { takeOccurrence } from '#shared/domain/schedule/take-occurrence.ts'
import type { CampaignDue } from '#shared/ports/campaign-due.ts'
import type { Schedules } from '#shared/ports/schedules.ts'

export interface FollowDependencies extends WorkDependencies {
  readonly schedules: Schedules
  readonly due: Pick<CampaignDue, 'schedules'>
}

/** Occurrences of one campaign that one tick takes: more are only there after a long outage, and are skipped ones. */
const MOST_AT_ONCE = 25

/**
 * Follows the schedules of the live campaigns: keeps, for each, which occurrence comes next, and makes a launch of what is
 * due, planned or skipped. An occurrence is taken in one transaction that moves the schedule past it, so that any number of
 * ticks at the same time take it once.
 * @returns since when the oldest occurrence was due
 */
export const followSchedules = (dependencies: FollowDependencies) => {
  const { schedules, due, counters, log, hasTime } = dependencies
  const tryTo = attempt(dependencies)

  /** @returns the campaigns whose occurrences are due though the index may not show it yet */
  const adjustAll = async ({ live, now }: Tick): Promise<string[]> => {
    const seen = new Map((await schedules.all()).map((schedule) => [schedule.campaignId, schedule]))
    const justDue: string[] = []
    for (const [campaignId, campaign] of live) {
      const known = seen.get(campaignId)
      const next = adjusted(campaign, known, now)
      if (!next) continue
      const written = await tryTo(campaignId, () => schedules.follow(next, known))
      if (written && isDue(next, now)) justDue.push(campaignId)
    }
    return justDue
  }

  const takeOne = async (
    campaign: Campaign,
    seen: FollowedSchedule,
    { now, planned }: Tick,
  ): Promise<FollowedSchedule | undefined> => {
    const taken = takeOccurrence(campaign, seen, now)
    const outcome = await schedules.take(taken, seen, now)
    if (outcome === 'moved' || outcome === 'not-live') return undefined
    const { launchId, campaignId, at, state, because } = taken.launch
    if (outcome === 'taken') {
      counters.count(state === 'skipped' ? 'LaunchesSkipped' : 'LaunchesPlanned')
      if (state === 'planned') planned.push({ campaignId, at: new Date(at), due: new Date(at) })
    }
    log.info('an occurrence has come', { launchId, state, because, outcome })
    return taken.next
  }

  const takeAll = async (campaignId: string, tick: Tick): Promise<void> => {
    const campaign = tick.live.get(campaignId)
    // No campaign ever leaves the live ones: it cannot be read, which is reported, and its occurrence waits until it can.
    if (!campaign) return
    let seen = await schedules.schedule(campaignId)
    for (let count = 0; seen && isDue(seen, tick.now) && count < MOST_AT_ONCE && hasTime(); count++)
      seen = await takeOne(campaign, seen, tick)
  }

  return async (tick: Tick): Promise<Date | undefined> => {
    const waiting = new Set(await adjustAll(tick))
    let oldest: Date | undefined
    for await (const page of due.schedules(tick.now)) {
      oldest ??= page[0]?.due
      for (const { campaignId } of page) waiting.add(campaignId)
    }
    for (const campaignId of waiting) {
      if (!hasTime()) break
      await tryTo(campaignId, () => takeAll(campaignId, tick))
    }
    return oldest
  }
}

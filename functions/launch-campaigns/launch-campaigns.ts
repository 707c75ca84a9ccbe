import { type FollowDependencies, followSchedules } from '#functions/launch-campaigns/follow-schedules.ts'
import {
  type LaunchDependencies,
  lookAfterLaunches,
} from '#functions/launch-campaigns/look-after-launches.ts'
import { type PutLiveDependencies, putLive } from '#functions/launch-campaigns/put-live.ts'
import type { Tick } from '#functions/launch-campaigns/tick.ts'
import type { CampaignStore } from '#shared/ports/campaign-store.ts'

export interface LaunchCampaignsDependencies
  extends PutLiveDependencies,
    FollowDependencies,
    Omit<LaunchDependencies, 'due' | 'campaigns'> {
  readonly due: PutLiveDependencies['due'] & FollowDependencies['due'] & LaunchDependencies['due']
  /** Nothing of it kept in memory between two runs. */
  readonly campaigns: Pick<CampaignStore, 'liveCampaigns' | 'settings'>
}

/**
 * Does all that has become due of campaigns: puts live what is to go live, makes launches of occurrences, begins launches
 * and looks after them; in this order, so that what goes live may be launched by the same tick. There is no place to go on
 * from: what is not done still stands in the tables, and the next tick finds it.
 */
export const launchCampaigns = (dependencies: LaunchCampaignsDependencies) => {
  const { campaigns, counters } = dependencies
  const goLive = putLive(dependencies)
  const follow = followSchedules(dependencies)
  const lookAfter = lookAfterLaunches(dependencies)

  /**
   * @param now the tick's time
   * @throws the first error of a part, after all others have been done
   */
  return async (now: Date): Promise<void> => {
    const errors: unknown[] = []
    const waiting: (Date | undefined)[] = []
    const run = async (part: () => Promise<Date | undefined>): Promise<void> => {
      try {
        waiting.push(await part())
      } catch (error) {
        errors.push(error)
      }
    }
    await run(() => goLive(now))
    const live = new Map((await campaigns.liveCampaigns()).map((campaign) => [campaign.id, campaign]))
    const tick: Tick = { now, live, planned: [] }
    await run(() => follow(tick))
    await run(() => lookAfter(tick))
    if (errors.length > 0) throw errors[0]
    const ages = waiting.map((since) => (since ? (now.getTime() - since.getTime()) / 1000 : 0))
    counters.count('CampaignWorkAge', Math.max(...ages))
  }
}

import { type Launch, plannedLaunch } from '#shared/domain/launch/launch.ts'
import type { LaunchCreation } from '#shared/ports/launches.ts'
import type { LiveCampaigns } from '#shared/ports/live-campaigns.ts'
import { type Acting, noSuchCampaign } from '#shared/use-cases/campaigns/acting.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

export interface StartLaunchDependencies {
  readonly live: Pick<LiveCampaigns, 'live'>
  readonly creation: LaunchCreation
}

export interface LaunchRequest {
  readonly campaignId: string
  /** @default now */
  readonly at?: Date | undefined
  /** @default what the campaign's schedule says */
  readonly customersPerSecond?: number | undefined
}

/** A launch further ahead belongs into the campaign's schedule. */
const LONGEST_AHEAD_MS = 366 * 86_400_000

const notLive = (): Refusal =>
  new Refusal('conflict', 'not-live', 'The campaign is not live, or something has just happened to it')

/**
 * Plans a launch beside the campaign's schedule; the tick of the minute in which its time has come begins it.
 * @throws Refusal `no-such-campaign`, `not-live`, `no-schedule`, `wrong-time`, `launched-already`
 */
export const startLaunch =
  ({ live, creation }: StartLaunchDependencies) =>
  async (request: LaunchRequest, { caller, requestId, now }: Acting): Promise<Launch> => {
    const { campaignId, at = now } = request
    const campaign = await live.live(campaignId)
    if (!campaign) throw noSuchCampaign()
    if (campaign.status !== 'live') throw notLive()
    const { trigger } = campaign
    if (!('schedule' in trigger))
      throw new Refusal(
        'conflict',
        'no-schedule',
        'The campaign waits for moments of its customers; only one with a schedule is launched',
      )
    if (at < now || at.getTime() > now.getTime() + LONGEST_AHEAD_MS)
      throw new Refusal('invalid', 'wrong-time', 'A launch is now, or within a year', [
        { path: 'at', code: 'out-of-bounds', message: 'must be ahead, and within a year' },
      ])
    const customersPerSecond = request.customersPerSecond ?? trigger.schedule.customersPerSecond
    const { version } = campaign
    const plan = { campaignId, version, at, startedBy: caller.userId, plannedAt: now, customersPerSecond }
    const launch = plannedLaunch(plan)
    const outcome = await creation.createLaunch(launch, { caller, requestId })
    if (outcome === 'not-live') throw notLive()
    if (outcome === 'exists')
      throw new Refusal('conflict', 'launched-already', 'There is a launch of the campaign at this instant')
    return launch
  }

import type { World } from '#functions/simulate/world.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { campaignIndex } from '#shared/domain/campaign/compile.ts'
import { type Decision, decide } from '#shared/domain/decision/decide.ts'
import { launchSignal } from '#shared/domain/launch/launch-signal.ts'
import { nextLaunchTime } from '#shared/domain/schedule/next-launch.ts'
import { settleDecision } from '#shared/use-cases/settle-decision.ts'

/** One occurrence of a campaign's schedule. */
interface Occurrence {
  readonly campaign: Campaign
  readonly at: Date
}

const byTime = (left: Occurrence, right: Occurrence): number =>
  left.at.getTime() - right.at.getTime() || (left.campaign.id < right.campaign.id ? -1 : 1)

const occurrencesBetween = (campaigns: readonly Campaign[], after: Date, upTo: Date): Occurrence[] =>
  campaigns
    .flatMap((campaign) => {
      const found: Occurrence[] = []
      let at = campaign.status === 'live' ? nextLaunchTime(campaign, after) : undefined
      for (; at !== undefined && at <= upTo; at = nextLaunchTime(campaign, at)) found.push({ campaign, at })
      return found
    })
    .sort(byTime)

/**
 * Launches what campaigns' schedules say: each customer that is known by then is decided about. As a launch does, it
 * records those whom the audience holds, and of the others only counts where they fell.
 * @param onOutside is told of the others
 */
export const playOccurrences = (world: World, onOutside: (decision: Decision) => void) => {
  const { profiles, react, count } = world

  const decideAbout = async (occurrence: Occurrence, customerId: string): Promise<void> => {
    const [campaigns, settings] = await Promise.all([
      react.campaigns.liveCampaigns(),
      react.campaigns.settings(),
    ])
    const index = campaignIndex(campaigns)
    const at = occurrence.at.toISOString()
    const signal = launchSignal({ campaignId: occurrence.campaign.id, at }, customerId)
    const profile = await profiles.reader.profile(customerId)
    const decision = decide({ signal, profile, settings, now: react.clock(occurrence.at) }, index)
    if (decision.matched === 0) return onOutside(decision)
    const { recorder } = react
    const { deliveries } = await settleDecision(decision, undefined, { recorder, index, count })
    await react.queues.enqueue(deliveries)
  }

  let reached: Date | undefined
  /** @param from where the recording begins: what was due before is not of it */
  return async (from: Date, upTo: Date): Promise<number> => {
    const campaigns = await react.campaigns.liveCampaigns()
    const due = occurrencesBetween(campaigns, reached ?? from, upTo)
    reached = upTo
    for (const occurrence of due)
      for (const customerId of profiles.items.keys()) await decideAbout(occurrence, customerId)
    return due.length
  }
}

import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { Conversion } from '#shared/domain/results/conversion.ts'
import type { Touch } from '#shared/domain/results/touches.ts'

const DAY_MS = 86_400_000

export type GoalOf = (campaignId: string, version: number) => Campaign['goal']

/** Whether the touch's campaign, as it was then, wanted this conversion, and it came within its window after it. */
const leadsTo = (
  { campaignId, campaignVersion, at }: Touch,
  conversion: Conversion,
  goalOf: GoalOf,
): boolean => {
  const goal = goalOf(campaignId, campaignVersion)
  if (!goal?.products.includes(conversion.product)) return false
  const passed = Date.parse(conversion.at) - at.getTime()
  return passed >= 0 && passed <= goal.withinDays * DAY_MS
}

/** The latest; of one time the one whose entry sorts last, so that the answer does not hang on the order. */
const later = (left: Touch, right: Touch): Touch =>
  (left.at.getTime() - right.at.getTime() || (left.entry < right.entry ? -1 : 1)) > 0 ? left : right

/**
 * What a conversion is attributed to: of each campaign the last message within its window ("last touch"), or, where the
 * campaign sent none within it, the last moment at which only its control group kept one back. Campaigns do not take it
 * from one another: each is compared with its own control group, which has seen the same other campaigns.
 */
export const attributionsOf = (
  conversion: Conversion,
  touches: readonly Touch[],
  goalOf: GoalOf,
): readonly Touch[] => {
  const leading = touches.filter((touch) => leadsTo(touch, conversion, goalOf))
  return [...Map.groupBy(leading, ({ campaignId }) => campaignId).values()].map((ofCampaign) => {
    const messages = ofCampaign.filter(({ kind }) => kind === 'message')
    return (messages.length > 0 ? messages : ofCampaign).reduce(later)
  })
}

import type { CompiledAdjustment, CompiledCampaign } from '#shared/domain/campaign/compiled-campaign.ts'
import type { FactVector } from '#shared/domain/campaign/fields.ts'

/** How much a candidate is worth saying: the priority class first, then the score. */
export interface Score {
  readonly priority: number
  /** propensity × value × context */
  readonly score: number
  /** How likely this customer takes it up, 0 to 1. */
  readonly propensity: number
  /** What that is worth to the bank, in its own units. */
  readonly value: number
  /** How well the moment suits; 1 where nothing is said. */
  readonly context: number
}

const product = (adjustments: readonly CompiledAdjustment[], facts: FactVector): number =>
  adjustments.reduce((factor, { when, times }) => (when(facts) ? factor * times : factor), 1)

/**
 * The expected value of speaking, as in next-best-action arbitration: priority class, then propensity × value ×
 * context. The propensity is the campaign's base rate times what is known of the customer, at most 1.
 */
export const scoreOf = ({ campaign, propensity, context }: CompiledCampaign, facts: FactVector): Score => {
  const likely = Math.min(1, campaign.propensity.base * product(propensity, facts))
  const suits = product(context, facts)
  return {
    priority: campaign.priority,
    score: likely * campaign.expectedValue * suits,
    propensity: likely,
    value: campaign.expectedValue,
    context: suits,
  }
}

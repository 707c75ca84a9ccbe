import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { CompiledCondition } from '#shared/domain/campaign/evaluate.ts'
import type { ConditionField } from '#shared/domain/campaign/fields.ts'
import type { ChannelSet } from '#shared/domain/decision/channel-set.ts'

export interface CompiledAdjustment {
  readonly when: CompiledCondition
  readonly times: number
}

/** A campaign version ready to decide with: conditions are functions, and what gates ask is computed. */
export interface CompiledCampaign {
  readonly campaign: Campaign
  /** `id@version`, as decision records name it. */
  readonly name: string
  /** `#ref@version`, as records of hundreds of candidates do (shared/domain/campaign/campaign-ref.ts). */
  readonly shortName: string
  readonly channels: ChannelSet
  readonly marketing: boolean
  /** Marketing that uses what is known of the customer (RULES 12). */
  readonly personalised: boolean
  readonly credit: boolean
  /** R1 to R5, the highest of the product's ratings (RULES 10); 5 for an investment that nobody rated, 0 for no risk. */
  readonly risk: number
  /** Epoch milliseconds; infinite where there is no bound. */
  readonly validFrom: number
  readonly validUntil: number
  /** Seeds that make the campaign's holdout and its variants independent of every other's. */
  readonly holdoutSeed: number
  readonly variantSeed: number
  /** Whether a task is made; false where the campaign makes none. */
  readonly task: CompiledCondition
  readonly propensity: readonly CompiledAdjustment[]
  readonly context: readonly CompiledAdjustment[]
  /** Fields that only a candidate which passed asks about. */
  readonly lateFields: readonly ConditionField[]
}

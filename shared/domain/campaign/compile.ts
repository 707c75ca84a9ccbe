import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { ConditionField } from '#shared/domain/campaign/condition.ts'
import {
  type CompiledCondition,
  compileCondition,
  conditionFields,
} from '#shared/domain/campaign/evaluate.ts'
import type { SignalType } from '#shared/domain/vocabulary.ts'

/** A campaign version ready to decide with: its conditions are functions. */
export interface CompiledCampaign {
  readonly campaign: Campaign
  readonly audience: CompiledCondition
  readonly audienceFields: readonly ConditionField[]
  readonly handOver: CompiledCondition
}

/** Campaigns by the signal that triggers them, so that all others cost a decision nothing. */
export type CampaignIndex = ReadonlyMap<SignalType, readonly CompiledCampaign[]>

const compileCampaign = (campaign: Campaign): CompiledCampaign => ({
  campaign,
  audience: campaign.audience ? compileCondition(campaign.audience) : () => true,
  audienceFields: campaign.audience ? conditionFields(campaign.audience) : [],
  handOver: campaign.handOver ? compileCondition(campaign.handOver.when) : () => false,
})

const byPriority = (left: CompiledCampaign, right: CompiledCampaign): number =>
  right.campaign.priority - left.campaign.priority || (left.campaign.id < right.campaign.id ? -1 : 1)

const known = new WeakMap<readonly Campaign[], CampaignIndex>()

/** The index of a list of campaigns, made once for as long as it is the same list, and not for each decision. */
export const campaignIndex = (campaigns: readonly Campaign[]): CampaignIndex => {
  const index = known.get(campaigns) ?? indexCampaigns(campaigns)
  known.set(campaigns, index)
  return index
}

/** Compiles and indexes campaigns; within a signal by priority, then id, whatever their order in the table. */
export const indexCampaigns = (campaigns: readonly Campaign[]): CampaignIndex => {
  const index = new Map<SignalType, CompiledCampaign[]>()
  for (const compiled of campaigns.map(compileCampaign).sort(byPriority))
    for (const signal of new Set(compiled.campaign.signals))
      index.set(signal, [...(index.get(signal) ?? []), compiled])
  return index
}

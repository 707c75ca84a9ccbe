import { type Adjustment, type Campaign, signalTypesOf } from '#shared/domain/campaign/campaign.ts'
import { campaignRef } from '#shared/domain/campaign/campaign-ref.ts'
import type { CompiledAdjustment, CompiledCampaign } from '#shared/domain/campaign/compiled-campaign.ts'
import { type Condition, conditionFields } from '#shared/domain/campaign/condition.ts'
import { type ConditionIndex, indexConditions } from '#shared/domain/campaign/condition-index.ts'
import { type CompiledCondition, compileCondition } from '#shared/domain/campaign/evaluate.ts'
import { type ConditionField, fieldOf } from '#shared/domain/campaign/fields.ts'
import { channelSet } from '#shared/domain/decision/channel-set.ts'
import { type Gate, gatesAfterAudience, gatesBeforeAudience } from '#shared/domain/decision/gates.ts'
import type { Signal } from '#shared/domain/signals/signal.ts'
import { spreadHash } from '#shared/domain/stable-hash.ts'
import type { SignalType } from '#shared/domain/vocabulary.ts'

/** A campaign as the candidate of one kind of signal. */
export interface Candidate {
  readonly compiled: CompiledCampaign
  /** Whether this signal is one of those it wants. */
  readonly triggered: CompiledCondition
  /** The gates that have something to ask about it, before the audience and after. */
  readonly gatesBefore: readonly Gate[]
  readonly gatesAfter: readonly Gate[]
}

/** All campaigns that one kind of signal triggers, by id, and their conditions as one index. */
export interface CandidateGroup {
  readonly candidates: readonly Candidate[]
  /** Trigger parameters and audience of each, by position. */
  readonly conditions: ConditionIndex
}

/** Campaigns by what triggers them, so that all others cost a decision nothing. */
export interface CampaignIndex {
  /** @returns undefined where no campaign listens */
  candidatesFor(signal: Pick<Signal, 'type' | 'data'>): CandidateGroup | undefined
}

const always: CompiledCondition = () => true
const never: CompiledCondition = () => false

const compileAdjustments = (adjustments: readonly Adjustment[]): CompiledAdjustment[] =>
  adjustments.map(({ when, times }) => ({ when: compileCondition(when), times }))

const fieldsOf = (conditions: readonly (Condition | undefined)[]): ConditionField[] => [
  ...new Set(conditions.flatMap((condition) => (condition ? conditionFields(condition) : []))),
]

/** A moment of the customer's own, or a personal field in the audience, makes marketing personalised. */
const isPersonalised = ({ purpose, trigger, audience, propensity, context }: Campaign): boolean =>
  purpose === 'marketing' &&
  ('signals' in trigger ||
    fieldsOf([audience, ...[...propensity.adjust, ...context].map(({ when }) => when)]).some(
      (field) => fieldOf(field).personal,
    ))

const compileTask = ({ task }: Campaign): CompiledCondition => {
  if (!task) return never
  return task.when ? compileCondition(task.when) : always
}

/** Two ratings: the higher counts. An investment without any is refused when it is written; here it is taken for R5. */
const riskOf = ({ product }: Campaign): number =>
  Math.max(0, ...(product?.risk ?? (product?.kind === 'investment' ? [5] : [])))

/** One campaign version by itself; `indexCampaigns` compiles them all. */
export const compileCampaign = (campaign: Campaign): CompiledCampaign => ({
  campaign,
  name: `${campaign.id}@${campaign.version}`,
  shortName: `#${campaignRef(campaign.id)}@${campaign.version}`,
  channels: channelSet(campaign.channels),
  marketing: campaign.purpose === 'marketing',
  personalised: isPersonalised(campaign),
  credit: campaign.product?.kind === 'credit',
  risk: riskOf(campaign),
  validFrom: campaign.validFrom === undefined ? Number.NEGATIVE_INFINITY : Date.parse(campaign.validFrom),
  validUntil: campaign.validUntil === undefined ? Number.POSITIVE_INFINITY : Date.parse(campaign.validUntil),
  holdoutSeed: spreadHash(campaign.id),
  variantSeed: spreadHash(`${campaign.id}#variant`),
  task: compileTask(campaign),
  propensity: compileAdjustments(campaign.propensity.adjust),
  context: compileAdjustments(campaign.context),
  lateFields: fieldsOf([
    campaign.task?.when,
    ...[...campaign.propensity.adjust, ...campaign.context].map(({ when }) => when),
  ]),
})

const anyOf = (conditions: readonly (Condition | undefined)[]): Condition | undefined => {
  const given = conditions.filter((condition) => condition !== undefined)
  if (given.length < conditions.length) return undefined
  return given.length === 1 ? given[0] : { any: given }
}

/** Which of the signals of one type trigger the campaign; undefined for all of them. */
const triggerCondition = ({ trigger }: Campaign, type: SignalType): Condition | undefined =>
  'signals' in trigger
    ? anyOf(trigger.signals.filter((signal) => signal.type === type).map(({ where }) => where))
    : undefined

const candidateOf = (type: SignalType, compiled: CompiledCampaign, where?: Condition): Candidate => {
  const isConcerned = ({ concerns }: Gate): boolean => concerns(compiled, type)
  return {
    compiled,
    triggered: where ? compileCondition(where) : always,
    gatesBefore: gatesBeforeAudience.filter(isConcerned),
    gatesAfter: gatesAfterAudience.filter(isConcerned),
  }
}

const groupOf = (type: SignalType, members: readonly CompiledCampaign[]): CandidateGroup => {
  const wheres = members.map(({ campaign }) => triggerCondition(campaign, type))
  return {
    candidates: members.map((compiled, position) => candidateOf(type, compiled, wheres[position])),
    conditions: indexConditions(
      members.map(({ campaign: { audience } }, position) => {
        const parts = [wheres[position], audience].filter((part) => part !== undefined)
        return parts.length > 1 ? { all: parts } : parts[0]
      }),
    ),
  }
}

const keyOf = (type: SignalType, campaignId: unknown): string =>
  type === 'Scheduled' ? `${type}:${campaignId}` : type

const byId = (left: Campaign, right: Campaign): number => (left.id < right.id ? -1 : 1)

/** Compiles campaigns and sorts them by what triggers them; whatever their order in the table, by id. */
export const indexCampaigns = (campaigns: readonly Campaign[]): CampaignIndex => {
  const members = new Map<string, { readonly type: SignalType; readonly compiled: CompiledCampaign[] }>()
  for (const campaign of [...campaigns].sort(byId)) {
    const compiled = compileCampaign(campaign)
    for (const type of new Set(signalTypesOf(campaign))) {
      const key = keyOf(type, campaign.id)
      const others = members.get(key)
      if (others) others.compiled.push(compiled)
      else members.set(key, { type, compiled: [compiled] })
    }
  }
  const groups = new Map([...members].map(([key, { type, compiled }]) => [key, groupOf(type, compiled)]))
  return { candidatesFor: ({ type, data }) => groups.get(keyOf(type, data.campaignId)) }
}

const known = new WeakMap<readonly Campaign[], CampaignIndex>()

/** The index of a list of campaigns, made once for as long as it is the same list, and not for each decision. */
export const campaignIndex = (campaigns: readonly Campaign[]): CampaignIndex => {
  const index = known.get(campaigns) ?? indexCampaigns(campaigns)
  known.set(campaigns, index)
  return index
}

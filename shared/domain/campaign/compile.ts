import { type Adjustment, type Campaign, signalTypesOf } from '#shared/domain/campaign/campaign.ts'
import { campaignRef } from '#shared/domain/campaign/campaign-ref.ts'
import { type Condition, conditionFields } from '#shared/domain/campaign/condition.ts'
import { type ConditionIndex, indexConditions } from '#shared/domain/campaign/condition-index.ts'
import { type CompiledCondition, compileCondition } from '#shared/domain/campaign/evaluate.ts'
import { type ConditionField, fieldOf } from '#shared/domain/campaign/fields.ts'
import { type ChannelSet, channelSet } from '#shared/domain/decision/channel-set.ts'
import type { Signal } from '#shared/domain/signals/signal.ts'
import { spreadHash } from '#shared/domain/stable-hash.ts'

export interface CompiledAdjustment {
  readonly when: CompiledCondition
  readonly times: number
}

/** A campaign version ready to decide with: conditions are functions, and what gates ask is computed. */
export interface CompiledCampaign {
  readonly campaign: Campaign
  /** Five characters that stand for the id in large decision records. */
  readonly ref: string
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

/** A campaign as the candidate of one kind of signal. */
export interface Candidate {
  readonly compiled: CompiledCampaign
  /** Whether this signal is one of those it wants. */
  readonly triggered: CompiledCondition
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
  ref: campaignRef(campaign.id),
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
const triggerCondition = ({ trigger }: Campaign, type: string): Condition | undefined =>
  'signals' in trigger
    ? anyOf(trigger.signals.filter((signal) => signal.type === type).map(({ where }) => where))
    : undefined

const groupOf = (type: string, members: readonly CompiledCampaign[]): CandidateGroup => {
  const wheres = members.map(({ campaign }) => triggerCondition(campaign, type))
  return {
    candidates: members.map((compiled, position) => {
      const where = wheres[position]
      return { compiled, triggered: where ? compileCondition(where) : always }
    }),
    conditions: indexConditions(
      members.map(({ campaign: { audience } }, position) => {
        const parts = [wheres[position], audience].filter((part) => part !== undefined)
        return parts.length > 1 ? { all: parts } : parts[0]
      }),
    ),
  }
}

const keyOf = (type: string, campaignId: unknown): string =>
  type === 'Scheduled' ? `${type}:${campaignId}` : type

const byId = (left: Campaign, right: Campaign): number => (left.id < right.id ? -1 : 1)

/** Compiles campaigns and sorts them by what triggers them; whatever their order in the table, by id. */
export const indexCampaigns = (campaigns: readonly Campaign[]): CampaignIndex => {
  const members = new Map<string, CompiledCampaign[]>()
  for (const campaign of [...campaigns].sort(byId)) {
    const compiled = compileCampaign(campaign)
    for (const type of new Set(signalTypesOf(campaign))) {
      const key = keyOf(type, campaign.id)
      members.set(key, [...(members.get(key) ?? []), compiled])
    }
  }
  const groups = new Map([...members].map(([key, compiled]) => [key, groupOf(key, compiled)]))
  return { candidatesFor: ({ type, data }) => groups.get(keyOf(type, data.campaignId)) }
}

const known = new WeakMap<readonly Campaign[], CampaignIndex>()

/** The index of a list of campaigns, made once for as long as it is the same list, and not for each decision. */
export const campaignIndex = (campaigns: readonly Campaign[]): CampaignIndex => {
  const index = known.get(campaigns) ?? indexCampaigns(campaigns)
  known.set(campaigns, index)
  return index
}

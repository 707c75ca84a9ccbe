import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { Condition } from '#shared/domain/campaign/condition.ts'
import { type ConditionField, type FactVector, fieldNames } from '#shared/domain/campaign/fields.ts'
import { Circumstances } from '#shared/domain/decision/circumstances.ts'
import { readFacts } from '#shared/domain/decision/facts.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { type FlatFacts, flatFacts } from '#test/bench/matching/flat-facts.ts'
import { benchCampaigns } from '#test/bench/workload/campaigns.ts'
import { benchOccasions, type Occasion } from '#test/bench/workload/signals.ts'
import { type TriggerType, triggerTypes } from '#test/bench/workload/tests.ts'

/** What every engine gets, each in its own natural form, prepared beforehand. */
export interface MatchingWorkload {
  readonly campaigns: readonly Campaign[]
  /** Of the triggered campaigns, by the signal's type, in the order of the campaigns: trigger and audience as one. */
  readonly conditions: ReadonlyMap<TriggerType, readonly Condition[]>
  readonly occasions: readonly Occasion[]
  /** By occasion. */
  readonly vectors: readonly FactVector[]
  readonly flat: readonly FlatFacts[]
  /** Fields that at least one occasion knows nothing about: rules of engines that compare null guard these. */
  readonly unsure: ReadonlySet<ConditionField>
}

const conditionOf = ({ trigger, audience }: Campaign): Condition => {
  const wheres = 'signals' in trigger ? trigger.signals.map(({ where }) => where) : []
  return { all: [...wheres, audience].filter((part) => part !== undefined) }
}

const triggersOn = ({ trigger }: Campaign, type: TriggerType): boolean =>
  'signals' in trigger && trigger.signals.some((signal) => signal.type === type)

const factsOf = ({ profile, signal, now }: Occasion): FactVector =>
  readFacts(new Circumstances({ profile, signal, now, settings: defaultSettings }), fieldNames)

export const matchingWorkload = (
  seed: number,
  { campaigns: count, signals }: { campaigns: number; signals: number },
): MatchingWorkload => {
  const campaigns = benchCampaigns(seed, count)
  const occasions = benchOccasions(seed + 1, signals)
  const vectors = occasions.map(factsOf)
  return {
    campaigns,
    conditions: new Map(
      triggerTypes.map((type) => [
        type,
        campaigns.filter((campaign) => triggersOn(campaign, type)).map(conditionOf),
      ]),
    ),
    occasions,
    vectors,
    flat: vectors.map((facts, position) => flatFacts(typeOf(occasions, position), facts)),
    unsure: new Set(fieldNames.filter((_, index) => vectors.some((facts) => facts[index] === undefined))),
  }
}

const typeOf = (occasions: readonly Occasion[], position: number): TriggerType =>
  occasions[position]?.signal.type ?? 'Birthday'

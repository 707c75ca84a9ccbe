import { type Campaign, signalTypesOf } from '#shared/domain/campaign/campaign.ts'
import type { Path } from '#shared/domain/campaign/checks/problem.ts'
import type { Condition, ConditionTest } from '#shared/domain/campaign/condition.ts'
import type { SignalType } from '#shared/domain/vocabulary.ts'

/** A condition somewhere in a campaign. */
export interface ConditionSite {
  readonly path: Path
  readonly condition: Condition
  /** The signals that it is asked about. */
  readonly signals: readonly SignalType[]
  /** Whether it belongs to a trigger: decided before anything is known of the customer. */
  readonly ofTrigger: boolean
}

/** Every condition of a campaign, in the order they are written. */
export const conditionSites = (campaign: Campaign): ConditionSite[] => {
  const { trigger, audience, propensity, context, task } = campaign
  const signals = signalTypesOf(campaign)
  const site = (path: Path, condition: Condition | undefined): ConditionSite[] =>
    condition === undefined ? [] : [{ path, condition, signals, ofTrigger: false }]
  const ofTriggers = 'signals' in trigger ? trigger.signals : []
  return [
    ...ofTriggers.flatMap(({ type, where }, index) =>
      where === undefined
        ? []
        : [
            {
              path: ['trigger', 'signals', index, 'where'],
              condition: where,
              signals: [type],
              ofTrigger: true,
            },
          ],
    ),
    ...site(['audience'], audience),
    ...propensity.adjust.flatMap(({ when }, index) => site(['propensity', 'adjust', index, 'when'], when)),
    ...context.flatMap(({ when }, index) => site(['context', index, 'when'], when)),
    ...site(['task', 'when'], task?.when),
  ]
}

export interface PlacedTest {
  readonly path: Path
  readonly test: ConditionTest
}

/** The tests of single fields in a condition, with their paths. */
export const testsOf = (condition: Condition, path: Path): PlacedTest[] => {
  if ('all' in condition)
    return condition.all.flatMap((part, index) => testsOf(part, [...path, 'all', index]))
  if ('any' in condition)
    return condition.any.flatMap((part, index) => testsOf(part, [...path, 'any', index]))
  if ('not' in condition) return testsOf(condition.not, [...path, 'not'])
  return [{ path, test: condition }]
}

/** A test as a person writes it: `customer.age gte 65`. */
export const spoken = ({ field, op, value }: ConditionTest): string =>
  `${field} ${op} ${JSON.stringify(value)}`

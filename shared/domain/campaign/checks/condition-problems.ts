import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import {
  type ConditionSite,
  conditionSites,
  type PlacedTest,
  spoken,
  testsOf,
} from '#shared/domain/campaign/checks/conditions.ts'
import { alwaysHolds, impossibleParts, neverTogether } from '#shared/domain/campaign/checks/impossible.ts'
import { type CampaignProblem, errorAt, listed, warningAt } from '#shared/domain/campaign/checks/problem.ts'
import { testTypeProblems } from '#shared/domain/campaign/checks/test-types.ts'
import { fieldOf } from '#shared/domain/campaign/fields.ts'

/** What a trigger may ask about: what comes with the signal, before anything is known of the customer. */
const OF_TRIGGER = /^(?:signal|card)\./

const placeProblems = ({ path, test: { field } }: PlacedTest, site: ConditionSite): CampaignProblem[] => {
  if (site.ofTrigger && !OF_TRIGGER.test(field))
    return [
      errorAt(
        [...path, 'field'],
        'field-not-of-signal',
        `a trigger asks about signal. and card. fields only; move ${field} to "audience"`,
      ),
    ]
  const known = fieldOf(field).signals
  const without = known ? site.signals.filter((signal) => !known.includes(signal)) : []
  if (known === undefined || without.length === 0) return []
  const never = without.length === site.signals.length
  const report = never ? errorAt : warningAt
  return [
    report(
      [...path, 'field'],
      never ? 'field-without-value' : 'field-sometimes-without-value',
      `${field} has no value with ${listed(without)}, and a test without a value is false; it comes with ${listed(known)}`,
    ),
  ]
}

const testProblems = (placed: PlacedTest): CampaignProblem[] => {
  const wrong = testTypeProblems(placed.path, placed.test)
  if (wrong.length > 0) return wrong
  if (!alwaysHolds(placed.test)) return []
  const message = `${spoken(placed.test)} holds for every value; leave it out, unless it asks whether the value is known`
  return [warningAt(placed.path, 'condition-always-true', message)]
}

/** What is wrong with one condition, wherever it stands. */
export const conditionSiteProblems = (site: ConditionSite): CampaignProblem[] => {
  const tests = testsOf(site.condition, site.path)
  const wrong = tests.flatMap((placed) => [...placeProblems(placed, site), ...testProblems(placed)])
  return [...wrong, ...impossibleParts(site.condition, site.path)]
}

/** An audience that contradicts every trigger's own condition: each may hold, but never both. */
const audienceAgainstTrigger = ({ trigger, audience }: Campaign): CampaignProblem[] => {
  if (audience === undefined || !('signals' in trigger) || neverTogether([audience])) return []
  const wheres = trigger.signals.map(({ where }) => where)
  const dead = wheres.every(
    (where) => where !== undefined && !neverTogether([where]) && neverTogether([where, audience]),
  )
  return dead
    ? [
        errorAt(
          ['audience'],
          'condition-impossible',
          'nobody whom the trigger lets through fulfils the audience',
        ),
      ]
    : []
}

/** Conditions that mean nothing, ask what is not there, or never hold. */
export const conditionProblems = (campaign: Campaign): CampaignProblem[] => [
  ...conditionSites(campaign).flatMap(conditionSiteProblems),
  ...audienceAgainstTrigger(campaign),
]

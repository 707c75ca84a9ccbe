import { Engine, type NestedCondition, type TopLevelCondition } from 'json-rules-engine'
import type { Condition, ConditionTest } from '#shared/domain/campaign/condition.ts'
import type { MatchingEngine } from '#test/bench/matching/engine.ts'
import { currencyOf, type FlatFacts, propertyOf } from '#test/bench/matching/flat-facts.ts'
import type { MatchingWorkload } from '#test/bench/matching/workload.ts'

const operators = {
  eq: 'equal',
  ne: 'notEqual',
  lt: 'lessThan',
  lte: 'lessThanInclusive',
  gt: 'greaterThan',
  gte: 'greaterThanInclusive',
  in: 'in',
  contains: 'contains',
} as const

const testOf = ({ field, op, value }: ConditionTest): NestedCondition => {
  const fact = propertyOf(field)
  if (typeof value !== 'object' || Array.isArray(value)) return { fact, operator: operators[op], value }
  const parts = Object.entries(value).map(([currency, bound]) => ({
    all: [
      { fact: currencyOf(field), operator: 'equal', value: currency },
      { fact, operator: operators[op], value: bound },
    ],
  }))
  return parts.length === 1 ? (parts[0] as NestedCondition) : { any: parts }
}

const nested = (condition: Condition): NestedCondition => {
  if ('all' in condition) return { all: condition.all.map(nested) }
  if ('any' in condition) return { any: condition.any.map(nested) }
  if ('not' in condition) return { not: nested(condition.not) }
  return testOf(condition)
}

/** Conditions with priorities are evaluated one after another, up to the first that fails; without, all of them. */
const inTurn = (conditions: NestedCondition[]): NestedCondition[] =>
  conditions.map((condition, position) => ({ ...condition, priority: conditions.length - position }))

/** The rule's root must be `all` or `any`. */
export const rootOf = (condition: Condition, { prioritised = false } = {}): TopLevelCondition => {
  const parts = 'all' in condition ? condition.all.map(nested) : [nested(condition)]
  return { all: prioritised ? inTurn(parts) : parts }
}

const ruleOf = (condition: Condition, position: number, prioritised: boolean) => ({
  conditions: rootOf(condition, { prioritised }),
  event: { type: 'matched', params: { position } },
})

const options = { allowUndefinedFacts: true }

const positionsOf = (events: readonly { params?: Record<string, unknown> }[]): number[] =>
  events.map(({ params }) => Number(params?.position)).sort((left, right) => left - right)

/** What the engine is given for one signal: only facts that there are. */
const given = (flat: readonly FlatFacts[]) =>
  flat.map((facts) => ({
    type: String(facts.type),
    known: Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)),
  }))

type Given = ReturnType<typeof given>[number]

const engineOf = (
  name: string,
  facts: readonly Given[],
  matchesOf: (given: Given) => Promise<readonly number[]>,
): MatchingEngine => ({
  name,
  matches: (signal) => matchesOf(facts[signal] as Given),
  run: async (count) => {
    let found = 0
    for (let signal = 0; signal < count; signal++) found += (await matchesOf(facts[signal] as Given)).length
    return found
  },
})

/**
 * The ways the engine's documentation shows: one engine a trigger with all its rules, the same with priorities so that a
 * rule stops at the first condition that fails, and one engine a rule.
 * @param count how many signals it will be asked about, which are few: it is that slow
 */
export const jsonRules = ({ conditions, flat }: MatchingWorkload, count: number): MatchingEngine[] => {
  const facts = given(flat.slice(0, count))
  const perTrigger = (name: string, prioritised: boolean): MatchingEngine => {
    const engines = new Map<string, Engine>(
      [...conditions].map(([type, ofType]) => [
        type,
        new Engine(
          ofType.map((condition, position) => ruleOf(condition, position, prioritised)),
          options,
        ),
      ]),
    )
    return engineOf(name, facts, async ({ type, known }) =>
      positionsOf((await engines.get(type)?.run(known))?.events ?? []),
    )
  }
  const perRule = new Map<string, Engine[]>(
    [...conditions].map(([type, ofType]) => [
      type,
      ofType.map((condition, position) => new Engine([ruleOf(condition, position, false)], options)),
    ]),
  )
  return [
    perTrigger('json-rules-engine, an engine a trigger', false),
    perTrigger('json-rules-engine, with priorities', true),
    engineOf('json-rules-engine, an engine a rule', facts, async ({ type, known }) => {
      const found: number[] = []
      for (const engine of perRule.get(type) ?? [])
        found.push(...positionsOf((await engine.run(known)).events))
      return found
    }),
  ]
}

import { LogicEngine } from 'json-logic-engine'
import type { Condition, ConditionTest } from '#shared/domain/campaign/condition.ts'
import type { ConditionField } from '#shared/domain/campaign/fields.ts'
import type { MatchingEngine } from '#test/bench/matching/engine.ts'
import { currencyOf, propertyOf } from '#test/bench/matching/flat-facts.ts'
import { type Predicate, predicateEngines } from '#test/bench/matching/predicates.ts'
import type { MatchingWorkload } from '#test/bench/matching/workload.ts'

/** A rule of JSON Logic. */
export type Rule = Readonly<Record<string, unknown>>

const signs = { eq: '===', ne: '!==', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const

/** `val` is what version 5 reads a property with; `var` compiles to the same. */
const read = (property: string): Rule => ({ val: property })

const known = (field: ConditionField): Rule => ({ '!==': [read(propertyOf(field)), null] })

const moneyRule = ({ field }: ConditionTest, sign: string, bounds: Record<string, number>): Rule => {
  const parts = Object.entries(bounds).map(([currency, bound]) => ({
    and: [{ '===': [read(currencyOf(field)), currency] }, { [sign]: [read(propertyOf(field)), bound] }],
  }))
  return parts.length === 1 ? (parts[0] as Rule) : { or: parts }
}

const testRule = (test: ConditionTest, unsure: ReadonlySet<ConditionField>): Rule => {
  const { field, op, value } = test
  if (op === 'contains') return { in: [value, read(propertyOf(field))] }
  if (op === 'in') return { in: [read(propertyOf(field)), value] }
  if (typeof value === 'object') return moneyRule(test, signs[op], value as Record<string, number>)
  const comparison = { [signs[op]]: [read(propertyOf(field)), value] }
  // Here null is less than any positive number, and different from everything.
  const guarded = unsure.has(field) && (op === 'lt' || op === 'lte' || op === 'ne')
  return guarded ? { and: [known(field), comparison] } : comparison
}

/** @param unsure fields that may be undefined, which this engine reads as null */
export const ruleOf = (condition: Condition, unsure: ReadonlySet<ConditionField>): Rule => {
  if ('all' in condition) return { and: condition.all.map((part) => ruleOf(part, unsure)) }
  if ('any' in condition) return { or: condition.any.map((part) => ruleOf(part, unsure)) }
  if ('not' in condition) return { '!': [ruleOf(condition.not, unsure)] }
  return testRule(condition, unsure)
}

/** Compiled with the engine's own defaults: constants inlined, its optimisations on. */
export const jsonLogic = (
  workload: MatchingWorkload,
): { indexed: MatchingEngine; unindexed: MatchingEngine } => {
  const engine = new LogicEngine()
  const built = (rule: Rule): Predicate => engine.build(rule) as Predicate
  return predicateEngines('json-logic-engine, compiled', workload, {
    ofCondition: (condition) => built(ruleOf(condition, workload.unsure)),
    ofTyped: (type, condition) =>
      built({ and: [{ '===': [read('type'), type] }, ruleOf(condition, workload.unsure)] }),
  })
}

import type { Condition, ConditionTest } from '#shared/domain/campaign/condition.ts'
import type { MatchingEngine } from '#test/bench/matching/engine.ts'
import { currencyOf, type FlatFacts, propertyOf } from '#test/bench/matching/flat-facts.ts'
import { type Predicate, predicateEngines } from '#test/bench/matching/predicates.ts'
import type { MatchingWorkload } from '#test/bench/matching/workload.ts'

const signs = { eq: '===', ne: '!==', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const

const literal = (value: unknown): string => JSON.stringify(value)

/** An amount is compared in its own currency: by hand one would write that as `?:`. */
const moneySource = (test: ConditionTest, sign: string, bounds: Record<string, number>): string =>
  `(${Object.entries(bounds).reduceRight(
    (otherwise, [currency, bound]) =>
      `f.${currencyOf(test.field)} === ${literal(currency)} ? f.${propertyOf(test.field)} ${sign} ${bound} : ${otherwise}`,
    'false',
  )})`

const testSource = (test: ConditionTest): string => {
  const property = `f.${propertyOf(test.field)}`
  const { op, value } = test
  if (op === 'contains') return `${property}.includes(${literal(value)})`
  if (op === 'in')
    return `(${[value]
      .flat()
      .map((one) => `${property} === ${literal(one)}`)
      .join(' || ')})`
  if (typeof value === 'object') return moneySource(test, signs[op], value as Record<string, number>)
  return op === 'ne'
    ? `(${property} !== undefined && ${property} !== ${literal(value)})`
    : `${property} ${signs[op]} ${literal(value)}`
}

/** JavaScript as one would write it by hand for the condition, over the properties of `f`. */
export const sourceOf = (condition: Condition): string => {
  if ('all' in condition) return condition.all.map(sourceOf).join(' && ')
  if ('any' in condition) return `(${condition.any.map(sourceOf).join(' || ')})`
  if ('not' in condition) return `!(${sourceOf(condition.not)})`
  return testSource(condition)
}

const written = (source: string): Predicate =>
  new Function('f', `return ${source}`) as (f: FlatFacts) => boolean

/** Each condition as a function of its own, as if the campaigns were code. */
export const closures = (
  workload: MatchingWorkload,
): { indexed: MatchingEngine; unindexed: MatchingEngine } =>
  predicateEngines('hand-written closures', workload, {
    ofCondition: (condition) => written(sourceOf(condition)),
    ofTyped: (type, condition) => written(`f.type === ${literal(type)} && ${sourceOf(condition)}`),
  })

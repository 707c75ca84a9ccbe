import type { Condition, ConditionTest } from '#shared/domain/campaign/condition.ts'
import { type FactVector, type FieldValue, fieldIndex } from '#shared/domain/campaign/fields.ts'
import type { Money } from '#shared/domain/vocabulary.ts'

/** A condition as a function of what is known (shared/domain/decision/facts.ts). */
export type CompiledCondition = (facts: FactVector) => boolean

const isMoney = (value: FieldValue): value is Money => typeof value === 'object' && 'minorUnits' in value

/** -1, 0 or 1; undefined where the two do not compare: other types, another currency. */
const compare = (actual: FieldValue, value: ConditionTest['value']): number | undefined => {
  if (isMoney(actual)) {
    if (typeof value !== 'object' || Array.isArray(value)) return undefined
    const bound = Object.hasOwn(value, actual.currency) ? value[actual.currency] : undefined
    return bound === undefined ? undefined : Math.sign(actual.minorUnits - bound)
  }
  if (typeof actual === 'number' && typeof value === 'number') return Math.sign(actual - value)
  if (typeof actual === 'string' && typeof value === 'string')
    return actual < value ? -1 : actual > value ? 1 : 0
  if (typeof actual === 'boolean' && typeof value === 'boolean') return actual === value ? 0 : 1
  return undefined
}

const holds: Readonly<
  Record<ConditionTest['op'], (actual: FieldValue, value: ConditionTest['value']) => boolean>
> = {
  eq: (actual, value) => compare(actual, value) === 0,
  ne: (actual, value) => (compare(actual, value) ?? 0) !== 0,
  lt: (actual, value) => (compare(actual, value) ?? 0) < 0,
  lte: (actual, value) => (compare(actual, value) ?? 1) <= 0,
  gt: (actual, value) => (compare(actual, value) ?? 0) > 0,
  gte: (actual, value) => (compare(actual, value) ?? -1) >= 0,
  in: (actual, value) => Array.isArray(value) && value.some((one) => compare(actual, one) === 0),
  contains: (actual, value) => Array.isArray(actual) && actual.includes(value),
}

/**
 * Turns a condition into a function. This is what a condition means; the index of all campaigns' conditions
 * (shared/domain/campaign/condition-index.ts) gives the same answers faster.
 */
export const compileCondition = (condition: Condition): CompiledCondition => {
  if ('all' in condition) {
    const parts = condition.all.map(compileCondition)
    return (facts) => parts.every((part) => part(facts))
  }
  if ('any' in condition) {
    const parts = condition.any.map(compileCondition)
    return (facts) => parts.some((part) => part(facts))
  }
  if ('not' in condition) {
    const part = compileCondition(condition.not)
    return (facts) => !part(facts)
  }
  const { field, op, value } = condition
  const index = fieldIndex[field]
  const test = holds[op]
  return (facts) => {
    const actual = facts[index]
    return actual !== undefined && test(actual, value)
  }
}

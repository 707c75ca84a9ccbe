import type { Condition, ConditionField, ConditionTest } from '#shared/domain/campaign/condition.ts'
import { type DecisionSubject, readField } from '#shared/domain/decision/decision-facts.ts'

export type CompiledCondition = (subject: DecisionSubject) => boolean

type Comparable = string | number

const isComparable = (value: unknown): value is Comparable =>
  typeof value === 'string' || typeof value === 'number'

/** Text is compared with text and numbers with numbers; anything else does not compare. */
const ordered =
  (holds: (left: Comparable, right: Comparable) => boolean) =>
  (left: unknown, right: unknown): boolean =>
    isComparable(left) && isComparable(right) && typeof left === typeof right && holds(left, right)

const operators: Readonly<Record<ConditionTest['op'], (left: unknown, right: unknown) => boolean>> = {
  eq: (left, right) => left === right,
  ne: (left, right) => left !== right,
  lt: ordered((left, right) => left < right),
  lte: ordered((left, right) => left <= right),
  gt: ordered((left, right) => left > right),
  gte: ordered((left, right) => left >= right),
  in: (left, right) => Array.isArray(right) && right.includes(left),
}

/** Turns a condition into a function, once per campaign version. A field without value makes its test false. */
export const compileCondition = (condition: Condition): CompiledCondition => {
  if ('all' in condition) {
    const parts = condition.all.map(compileCondition)
    return (subject) => parts.every((holds) => holds(subject))
  }
  if ('any' in condition) {
    const parts = condition.any.map(compileCondition)
    return (subject) => parts.some((holds) => holds(subject))
  }
  if ('not' in condition) {
    const holds = compileCondition(condition.not)
    return (subject) => !holds(subject)
  }
  const { field, op, value } = condition
  const compare = operators[op]
  return (subject) => {
    const actual = readField(field, subject)
    return actual !== undefined && compare(actual, value)
  }
}

/** The fields a condition asks about, each once: what a refusal shows as its inputs. */
export const conditionFields = (condition: Condition): ConditionField[] => {
  if ('all' in condition) return [...new Set(condition.all.flatMap(conditionFields))]
  if ('any' in condition) return [...new Set(condition.any.flatMap(conditionFields))]
  if ('not' in condition) return conditionFields(condition.not)
  return [condition.field]
}

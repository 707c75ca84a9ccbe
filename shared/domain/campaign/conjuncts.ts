import type { Condition, ConditionTest } from '#shared/domain/campaign/condition.ts'
import type { ConditionField } from '#shared/domain/campaign/fields.ts'

/** A part of a condition that looks at one field alone, so that a class of the field's values decides it. */
export interface FieldConjunct {
  readonly field: ConditionField
  /** What the list must or must not contain; undefined for every other comparison. */
  readonly member: string | undefined
  readonly condition: Condition
  readonly tests: readonly ConditionTest[]
}

/** A condition as a conjunction: it holds where all of `byField` and all of `rest` do. */
export interface Conjuncts {
  readonly byField: readonly FieldConjunct[]
  /** What needs more than one field, or compares in a way that makes no classes. */
  readonly rest: readonly Condition[]
}

const flatten = (condition: Condition): Condition[] =>
  'all' in condition ? condition.all.flatMap(flatten) : [condition]

const testsOf = (condition: Condition): ConditionTest[] => {
  if ('all' in condition) return condition.all.flatMap(testsOf)
  if ('any' in condition) return condition.any.flatMap(testsOf)
  if ('not' in condition) return testsOf(condition.not)
  return [condition]
}

/** The single values that a test compares with. */
export const valuesOf = ({ value }: ConditionTest): readonly (string | number | boolean)[] => {
  if (typeof value !== 'object') return [value]
  return Array.isArray(value) ? value : Object.values(value)
}

const ordering: ReadonlySet<ConditionTest['op']> = new Set(['lt', 'lte', 'gt', 'gte'])

/** Whether finitely many classes of values decide the test. Text in alphabetical order and infinite bounds are rare. */
const hasClasses = (test: ConditionTest): boolean =>
  test.op !== 'contains' &&
  valuesOf(test).every((value) =>
    typeof value === 'number' ? Number.isFinite(value) : typeof value === 'boolean' || !ordering.has(test.op),
  )

const fieldConjunct = (condition: Condition): FieldConjunct | undefined => {
  const tests = testsOf(condition)
  const [first] = tests
  if (first === undefined || tests.some(({ field }) => field !== first.field)) return undefined
  const { field, value } = first
  if (tests.every(hasClasses)) return { field, member: undefined, condition, tests }
  return typeof value === 'string' && tests.every((test) => test.op === 'contains' && test.value === value)
    ? { field, member: value, condition, tests }
    : undefined
}

/** Takes a condition apart; none at all is a conjunction of nothing, which always holds. */
export const conjunctsOf = (condition: Condition | undefined): Conjuncts => {
  const byField: FieldConjunct[] = []
  const rest: Condition[] = []
  for (const part of condition ? flatten(condition) : []) {
    const conjunct = fieldConjunct(part)
    if (conjunct) byField.push(conjunct)
    else rest.push(part)
  }
  return { byField, rest }
}

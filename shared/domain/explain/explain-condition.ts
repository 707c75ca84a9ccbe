import type { Condition, ConditionTest } from '#shared/domain/campaign/condition.ts'
import { compileCondition } from '#shared/domain/campaign/evaluate.ts'
import {
  type ConditionField,
  type FieldValue,
  fieldIndex,
  fieldNames,
} from '#shared/domain/campaign/fields.ts'
import type { RecordedFact } from '#shared/domain/explain/recorded-facts.ts'

/** Undefined where the record holds too little of a long value to say. */
type Holds = boolean | undefined

/** A condition with what came of each part of it for one customer and moment. */
export type ConditionExplanation =
  | { readonly kind: 'all' | 'any'; readonly holds: Holds; readonly parts: readonly ConditionExplanation[] }
  | { readonly kind: 'not'; readonly holds: Holds; readonly part: ConditionExplanation }
  | {
      readonly kind: 'test'
      readonly holds: Holds
      readonly field: ConditionField
      readonly op: ConditionTest['op']
      readonly wanted: ConditionTest['value']
      /** The customer's; undefined where nothing was known. */
      readonly actual: FieldValue
    }

type Facts = ReadonlyMap<ConditionField, RecordedFact>

const explainTest = (test: ConditionTest, facts: Facts): ConditionExplanation => {
  const { field, op, value: wanted } = test
  const { value: actual, cut = false } = facts.get(field) ?? { value: undefined }
  const vector: FieldValue[] = new Array(fieldNames.length).fill(undefined)
  vector[fieldIndex[field]] = actual
  const holds = compileCondition(test)(vector)
  // What the kept beginning of a list contains, all of it does; nothing else is certain of a value that was cut.
  const certain = !cut || (op === 'contains' && holds)
  return { kind: 'test', holds: certain ? holds : undefined, field, op, wanted, actual }
}

const group = (kind: 'all' | 'any', parts: readonly ConditionExplanation[]): ConditionExplanation => {
  // One part that holds decides an "any", one that does not an "all".
  const decisive = kind === 'any'
  if (parts.some(({ holds }) => holds === decisive)) return { kind, holds: decisive, parts }
  const certain = parts.every(({ holds }) => holds !== undefined)
  return { kind, holds: certain ? !decisive : undefined, parts }
}

/** What a condition comes to for the values of a decision record, part by part. */
export const explainCondition = (condition: Condition, facts: Facts): ConditionExplanation => {
  if ('all' in condition)
    return group(
      'all',
      condition.all.map((part) => explainCondition(part, facts)),
    )
  if ('any' in condition)
    return group(
      'any',
      condition.any.map((part) => explainCondition(part, facts)),
    )
  if ('not' in condition) {
    const part = explainCondition(condition.not, facts)
    return { kind: 'not', holds: part.holds === undefined ? undefined : !part.holds, part }
  }
  return explainTest(condition, facts)
}

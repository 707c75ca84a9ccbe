import { type ConditionField, type FieldValue, fieldNames, fieldOf } from '#shared/domain/campaign/fields.ts'
import { LONGEST_TEXT } from '#shared/domain/decision/decision-record.ts'
import type { Fact } from '#shared/domain/vocabulary.ts'

/** A field's value as a decision record has it. */
export interface RecordedFact {
  readonly value: FieldValue
  /** The record holds only its beginning. */
  readonly cut: boolean
}

const recordedFact = (field: ConditionField, seen: Fact | undefined): RecordedFact => {
  if (seen === undefined || seen === 'unknown') return { value: undefined, cut: false }
  if (typeof seen !== 'string') return { value: seen, cut: false }
  const cut = seen.length >= LONGEST_TEXT
  if (fieldOf(field).kind !== 'list') return { value: seen, cut }
  return { value: seen === 'none' ? [] : seen.split(','), cut }
}

/** What was known of each field when it was decided, read back from the values of a decision record. */
export const recordedFacts = (
  seen: Readonly<Record<string, Fact>>,
): ReadonlyMap<ConditionField, RecordedFact> =>
  new Map(fieldNames.map((field) => [field, recordedFact(field, seen[field])]))

import { valuesText } from '#shared/domain/explain/gate-lines.ts'
import { en } from '#shared/domain/explain/words/en.ts'
import { valueWriter } from '#shared/domain/explain/write-values.ts'
import type { Fact } from '#shared/domain/vocabulary.ts'

/**
 * Recorded values in English, in one line: `age in years: 77; risk tolerance: C3`.
 * @param names of `seen`; those that were not recorded are left out
 */
export const valuesInWords = (names: readonly string[], seen: Readonly<Record<string, Fact>>): string => {
  const values = names.flatMap((name) => {
    const { [name]: value } = seen
    return value === undefined ? [] : [{ name, value }]
  })
  return valuesText({ words: en, values: valueWriter(en, 'UTC') }, values)
}

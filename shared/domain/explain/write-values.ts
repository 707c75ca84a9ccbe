import type { ConditionTest } from '#shared/domain/campaign/condition.ts'
import { type ConditionField, type FieldValue, fieldOf, fields } from '#shared/domain/campaign/fields.ts'
import type { Words } from '#shared/domain/explain/words/words.ts'
import { dateWriter, moneyWriter, timeWriter } from '#shared/domain/explain/write-money-and-time.ts'
import { countWriters, listOf, own, textWriters } from '#shared/domain/explain/write-recorded.ts'
import type { Fact, Money } from '#shared/domain/vocabulary.ts'

/** A value as a reader of one language and zone wants to see it. */
export interface ValueWriter {
  readonly number: (value: number) => string
  readonly money: (value: Money) => string
  /** @param instant ISO 8601 */
  readonly time: (instant: string) => string
  /** A field's value, or what a condition compares it with. */
  readonly field: (field: ConditionField, value: FieldValue | ConditionTest['value']) => string
  /** A recorded or a campaign's value, or what a signal carries, by its name. */
  readonly named: (name: string, value: Fact) => string
  /** What a field of the catalogue is called; undefined for any other name. */
  readonly label: (name: string) => string | undefined
}

const isMoney = (value: unknown): value is Money =>
  typeof value === 'object' && value !== null && 'minorUnits' in value

/** Writes the values of one explanation. @param timeZone IANA name */
export const valueWriter = (words: Words, timeZone: string): ValueWriter => {
  const { locale, comma, yes, no, unknown, none } = words
  const numbers = new Intl.NumberFormat(locale, { maximumSignificantDigits: 12 })
  const money = moneyWriter(words)
  const time = timeWriter(words, timeZone)
  const number = (value: number): string => numbers.format(value)

  const texts = textWriters(words, time, dateWriter(words))
  const counts = countWriters(words, number)
  const one = (name: string, value: string | number | boolean): string => {
    if (typeof value === 'number') return (own(counts, name) ?? number)(value)
    if (typeof value === 'boolean') return value ? yes : no
    return own(texts, name)?.(value) ?? value
  }

  const field = (name: ConditionField, value: FieldValue | ConditionTest['value']): string => {
    if (value === undefined) return unknown
    if (isMoney(value)) return money(value)
    if (Array.isArray(value))
      return value.length === 0 ? none : value.map((part) => field(name, part)).join(comma)
    if (typeof value === 'object')
      return Object.entries(value)
        .map(([currency, minorUnits]) => money({ minorUnits, currency }))
        .join(words.or)
    const choice = fieldOf(name).kind === 'choice' && typeof value === 'string'
    return (choice ? own(words.choices, value) : undefined) ?? one(name, value)
  }

  const named = (name: string, value: Fact): string => {
    if (value === 'unknown') return unknown
    if (isMoney(value)) return money(value)
    if (!Object.hasOwn(fields, name)) return one(name, value)
    const known = name as ConditionField
    const list = fieldOf(known).kind === 'list' && typeof value === 'string'
    return list ? listOf(words, value, {}) : field(known, value)
  }

  const label = (name: string): string | undefined =>
    Object.hasOwn(fields, name) ? fieldOf(name as ConditionField).label[words.language] : undefined

  return { number, money, time, field, named, label }
}

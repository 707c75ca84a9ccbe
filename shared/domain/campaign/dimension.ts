import type { BitRows } from '#shared/domain/campaign/bit-rows.ts'
import { type FieldConjunct, valuesOf } from '#shared/domain/campaign/conjuncts.ts'
import { compileCondition } from '#shared/domain/campaign/evaluate.ts'
import { type FieldValue, fieldIndex } from '#shared/domain/campaign/fields.ts'
import { locate, type NumberLine, numberLine } from '#shared/domain/campaign/number-line.ts'

/**
 * One field as all conditions see it. Every value the field can have falls into one of finitely many classes, and of
 * each class it is known which conditions it lets through: a row of bits. Of lists, only whether they contain `member`.
 */
export interface Dimension {
  /** Where the field stands in the facts. */
  readonly index: number
  /** The row of the conditions that ask about it. */
  readonly asking: number
  readonly member: FieldConjunct['member']
  /** Rows, by class. `none`: nothing known, or nothing of a kind that any condition compares. */
  readonly none: number
  readonly containing: number
  readonly yes: number
  readonly no: number
  readonly texts: ReadonlyMap<string, number>
  readonly otherText: number
  readonly numbers: NumberLine
  readonly money: ReadonlyMap<string, NumberLine>
}

/** What one condition, by its position, demands of the dimension's field. */
export interface Demand {
  readonly position: number
  readonly conjunct: FieldConjunct
}

/** The bounds that any condition names, by currency. */
const moneyBounds = (demands: readonly Demand[]): Map<string, number[]> => {
  const bounds = new Map<string, number[]>()
  for (const { value } of demands.flatMap(({ conjunct }) => conjunct.tests))
    if (typeof value === 'object' && !Array.isArray(value))
      for (const [currency, bound] of Object.entries(value)) {
        const known = bounds.get(currency)
        if (known) known.push(bound)
        else bounds.set(currency, [bound])
      }
  return bounds
}

/** Asks the conditions themselves which of them a value lets through: so the index cannot mean another thing. */
const rowMaker = (index: number, demands: readonly Demand[], rows: BitRows) => {
  const compiled = demands.map(({ position, conjunct }) => ({
    position,
    holds: compileCondition(conjunct.condition),
  }))
  return (example: FieldValue): number => {
    const facts: FieldValue[] = []
    facts[index] = example
    return rows.without(compiled.filter(({ holds }) => !holds(facts)).map(({ position }) => position))
  }
}

/**
 * @param demands all on the same field, with the same `member`; at least one
 * @param rows takes the dimension's rows
 */
export const dimensionOf = (first: FieldConjunct, demands: readonly Demand[], rows: BitRows): Dimension => {
  const index = fieldIndex[first.field]
  const rowOf = rowMaker(index, demands, rows)
  const values = demands.flatMap(({ conjunct }) => conjunct.tests.flatMap(valuesOf))
  const texts = new Set(values.filter((value) => typeof value === 'string'))
  return {
    index,
    asking: rows.with(demands.map(({ position }) => position)),
    member: first.member,
    none: rowOf(undefined),
    containing: rowOf(first.member === undefined ? [] : [first.member]),
    yes: rowOf(true),
    no: rowOf(false),
    texts: new Map([...texts].map((text) => [text, rowOf(text)])),
    // Longer than each of them, so it is none of them.
    otherText: rowOf([...texts, 'other'].join('')),
    numbers: numberLine(
      values.filter((value) => typeof value === 'number'),
      rowOf,
    ),
    money: new Map(
      [...moneyBounds(demands)].map(([currency, bounds]) => [
        currency,
        numberLine(bounds, (minorUnits) => rowOf({ minorUnits, currency })),
      ]),
    ),
  }
}

const rowOfObject = (dimension: Dimension, value: Exclude<FieldValue, string | number | boolean>): number => {
  if (value === undefined) return dimension.none
  if ('currency' in value) {
    const line = dimension.money.get(value.currency)
    return line ? locate(line, value.minorUnits) : dimension.none
  }
  return dimension.member !== undefined && value.includes(dimension.member)
    ? dimension.containing
    : dimension.none
}

/** @returns where the row of the conditions begins that this value of the field lets through */
export const rowOfValue = (dimension: Dimension, value: FieldValue): number => {
  switch (typeof value) {
    case 'number':
      return locate(dimension.numbers, value)
    case 'string':
      return dimension.texts.get(value) ?? dimension.otherText
    case 'boolean':
      return value ? dimension.yes : dimension.no
    default:
      return rowOfObject(dimension, value)
  }
}

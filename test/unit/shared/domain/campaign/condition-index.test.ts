import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Condition, ConditionTest, Operator } from '#shared/domain/campaign/condition.ts'
import { indexConditions } from '#shared/domain/campaign/condition-index.ts'
import { compileCondition } from '#shared/domain/campaign/evaluate.ts'
import {
  type ConditionField,
  type FieldValue,
  fieldIndex,
  fieldNames,
} from '#shared/domain/campaign/fields.ts'

const factsOf = (values: Partial<Record<ConditionField, FieldValue>>): FieldValue[] =>
  fieldNames.map((name) => values[name])
const test = (field: ConditionField, op: Operator, value: ConditionTest['value']): Condition => ({
  field,
  op,
  value,
})
const oneByOne = (conditions: readonly (Condition | undefined)[], facts: readonly FieldValue[]): number[] =>
  conditions.flatMap((condition, position) =>
    condition === undefined || compileCondition(condition)(facts) ? [position] : [],
  )
const crowns = (minorUnits: number) => ({ minorUnits, currency: 'CZK' })
const euros = (minorUnits: number) => ({ minorUnits, currency: 'EUR' })

describe('one test of each operator', () => {
  type Row = [ConditionField, Operator, ConditionTest['value'], FieldValue[], FieldValue[]]
  it.each<Row>([
    ['customer.age', 'eq', 30, [30], [29, 31, 30.5, Number.NaN]],
    ['customer.age', 'ne', 30, [29, 30.5], [30]],
    ['customer.age', 'lt', 30, [29, -1000, 29.999], [30, 31, 1000]],
    ['customer.age', 'lte', 30, [29, 30], [30.001, 31]],
    ['customer.age', 'gt', 30, [31, 30.001, 1000], [30, 29]],
    ['customer.age', 'gte', 30, [30, 31, Number.POSITIVE_INFINITY], [29.999, Number.NEGATIVE_INFINITY]],
    ['customer.age', 'in', [30, 40], [30, 40], [35, 29, 41]],
    ['customer.age', 'eq', 0, [0, -0], [1]],
    ['customer.tenureDays', 'gte', 40_000, [40_000, 59_999], [39_999, 0]],
    ['customer.language', 'eq', 'cs', ['cs'], ['en', 'cs-CZ', '']],
    ['customer.language', 'ne', 'cs', ['en', ''], ['cs']],
    ['customer.language', 'in', ['cs', 'en'], ['cs', 'en'], ['de', 'csen']],
    ['customer.branch', 'lt', 'b', ['a', ''], ['b', 'c']],
    ['customer.branch', 'gte', 'b', ['b', 'c'], ['a']],
    ['segment.assetTier', 'ne', 'mass', ['wealth', 'private'], ['mass']],
    ['customer.vulnerable', 'eq', true, [true], [false]],
    ['customer.vulnerable', 'ne', true, [false], [true]],
    ['signal.amount', 'gte', { CZK: 500, EUR: 20 }, [crowns(500), euros(21)], [crowns(499), euros(19)]],
    ['signal.amount', 'ne', { CZK: 500 }, [crowns(499)], [crowns(500), euros(499)]],
    ['signal.amount', 'lt', { CZK: 500 }, [crowns(-1)], [crowns(500), { minorUnits: 1, currency: 'USD' }]],
    ['customer.products', 'contains', 'gold', [['gold'], ['a', 'gold']], [[], ['golden']]],
  ])('%s %s %j', (field, op, value, matching, others) => {
    const { match } = indexConditions([test(field, op, value)])
    for (const fact of matching) expect(match(factsOf({ [field]: fact }))).toEqual([0])
    for (const fact of [...others, undefined]) expect(match(factsOf({ [field]: fact }))).toEqual([])
  })
})

describe('many conditions', () => {
  it('match the positions of those that hold, in ascending order', () => {
    const ages = Array.from({ length: 1500 }, (_, position) => test('customer.age', 'gte', position))
    expect(indexConditions(ages).match(factsOf({ 'customer.age': 1033 }))).toEqual(
      Array.from({ length: 1034 }, (_, position) => position),
    )
  })

  it.each([31, 32, 33, 64, 65])('of %i the last one counts', (count) => {
    const conditions = Array.from({ length: count }, (_, position) => test('customer.age', 'eq', position))
    expect(indexConditions(conditions).match(factsOf({ 'customer.age': count - 1 }))).toEqual([count - 1])
  })

  it('let those always through that are left out', () => {
    const never = test('customer.vulnerable', 'eq', true)
    expect(indexConditions([undefined, never, undefined]).match(factsOf({}))).toEqual([0, 2])
  })

  it('name every field that any of them asks about, once', () => {
    const age = test('customer.age', 'gte', 18)
    const conditions = [age, undefined, { any: [age, { not: test('now.hour', 'lt', 8) }] }]
    expect(indexConditions(conditions).fields).toEqual(['customer.age', 'now.hour'])
  })

  it('can be none', () => {
    const index = indexConditions([])
    expect(index.match(factsOf({ 'customer.age': 3 }))).toEqual([])
    expect(index.fields).toEqual([])
  })

  it('forget one match in the next', () => {
    const { match } = indexConditions([test('customer.age', 'gte', 18), test('customer.age', 'lt', 18)])
    const adults = match(factsOf({ 'customer.age': 20 }))
    expect(match(factsOf({ 'customer.age': 7 }))).toEqual([1])
    expect(adults).toEqual([0])
  })
})

describe('any and not of one field', () => {
  const young = test('customer.age', 'lt', 30)
  const old = test('customer.age', 'gte', 60)
  const gold = test('customer.products', 'contains', 'gold')
  const silver = test('customer.products', 'contains', 'silver')
  it.each<[string, Condition, Partial<Record<ConditionField, FieldValue>>, boolean]>([
    ['either end', { any: [young, old] }, { 'customer.age': 20 }, true],
    ['neither end', { any: [young, old] }, { 'customer.age': 45 }, false],
    ['not, where nothing is known', { not: young }, {}, true],
    ['not, where it holds', { not: young }, { 'customer.age': 20 }, false],
    ['not, of another kind of value', { not: young }, { 'customer.age': 'twenty' }, true],
    ['not contained', { not: gold }, { 'customer.products': ['silver'] }, true],
    ['contained after all', { not: gold }, { 'customer.products': ['silver', 'gold'] }, false],
    ['both contained', { all: [gold, silver] }, { 'customer.products': ['silver', 'gold'] }, true],
    ['one contained', { any: [gold, silver] }, { 'customer.products': ['silver'] }, true],
    ['contradiction', { all: [young, old] }, { 'customer.age': 20 }, false],
  ])('%s', (_, condition, facts, expected) => {
    expect(indexConditions([condition]).match(factsOf(facts))).toEqual(expected ? [0] : [])
  })
})

const someFields = ['customer.age', 'signal.amount', 'customer.products', 'customer.language'] as const
const number = fc.oneof(
  fc.integer({ min: -3, max: 8 }),
  fc.constantFrom(0, -0, 0.1, 2.5, 3.0000000000000004, -1e300, 1e300, 700, 2 ** 31, 2 ** 40 + 0.5),
)
const text = fc.constantFrom('', 'a', 'b', 'ab', 'abother', 'other', 'gold', 'constructor')
const currency = fc.constantFrom('CZK', 'EUR', 'XXX')
// Events do not say that a currency has to be one.
const someCurrency = fc.oneof(currency, fc.constant('constructor'))
const scalar = fc.oneof(number, text, fc.boolean())
const value = fc.oneof(
  { arbitrary: scalar, weight: 4 },
  { arbitrary: fc.array(scalar, { minLength: 1, maxLength: 4 }), weight: 2 },
  { arbitrary: fc.dictionary(currency, number, { maxKeys: 2 }), weight: 2 },
)
const operator = fc.constantFrom<Operator[]>('eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'in', 'contains')
const conditions = fc.letrec<{ condition: Condition; test: Condition }>((tie) => ({
  test: fc.record({ field: fc.constantFrom(...someFields), op: operator, value }) as fc.Arbitrary<Condition>,
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { arbitrary: tie('test'), weight: 3 },
    { arbitrary: fc.record({ all: fc.array(tie('condition'), { maxLength: 4 }) }), weight: 2 },
    { arbitrary: fc.record({ any: fc.array(tie('condition'), { maxLength: 3 }) }), weight: 1 },
    { arbitrary: fc.record({ not: tie('condition') }), weight: 1 },
  ),
})).condition
const fact: fc.Arbitrary<FieldValue> = fc.oneof(
  { arbitrary: fc.constant(undefined), weight: 1 },
  { arbitrary: scalar, weight: 4 },
  {
    arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2.25),
    weight: 1,
  },
  {
    arbitrary: fc.record({ minorUnits: fc.oneof(number, fc.constant(Number.NaN)), currency: someCurrency }),
    weight: 2,
  },
  { arbitrary: fc.array(text, { maxLength: 3 }), weight: 2 },
)
const facts = fc.tuple(...someFields.map(() => fact)).map((values) => {
  const vector = factsOf({})
  someFields.forEach((field, position) => {
    vector[fieldIndex[field]] = values[position]
  })
  return vector
})

describe('the index gives the answers of the conditions themselves', () => {
  it.each([
    ['a few', 0, 12, 3000],
    ['more than a word of bits', 33, 100, 200],
  ])('for %s of any conditions and any facts', (_, minLength, maxLength, numRuns) => {
    fc.assert(
      fc.property(
        fc.array(fc.option(conditions, { nil: undefined, freq: 12 }), { minLength, maxLength, size: 'max' }),
        fc.array(facts, { minLength: 8, maxLength: 8 }),
        (given, asked) => {
          const { match } = indexConditions(given)
          for (const vector of asked) expect(match(vector)).toEqual(oneByOne(given, vector))
        },
      ),
      { seed: 20261122, numRuns },
    )
  })

  it('for bounds that are not finite', () => {
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    const ops: Operator[] = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte']
    const given = ops.flatMap((op) => odd.map((bound) => test('customer.age', op, bound)))
    const { match } = indexConditions(given)
    for (const age of [...odd, 3]) {
      const vector = factsOf({ 'customer.age': age })
      expect(match(vector)).toEqual(oneByOne(given, vector))
    }
  })
})

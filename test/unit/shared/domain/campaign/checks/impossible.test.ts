import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { impossibleParts, neverTogether } from '#shared/domain/campaign/checks/impossible.ts'
import { testTypeProblems } from '#shared/domain/campaign/checks/test-types.ts'
import type { Condition, ConditionTest } from '#shared/domain/campaign/condition.ts'
import { compileCondition } from '#shared/domain/campaign/evaluate.ts'
import {
  type ConditionField,
  type FieldValue,
  fieldIndex,
  fieldNames,
} from '#shared/domain/campaign/fields.ts'

const test = (
  field: ConditionField,
  op: ConditionTest['op'],
  value: ConditionTest['value'],
): ConditionTest => ({
  field,
  op,
  value,
})
const age = (op: ConditionTest['op'], value: number | number[]) => test('customer.age', op, value)
const tier = (op: ConditionTest['op'], value: string | string[]) => test('segment.assetTier', op, value)
const branch = (op: ConditionTest['op'], value: string | string[]) => test('customer.branch', op, value)
const vulnerable = (op: ConditionTest['op'], value: boolean) => test('customer.vulnerable', op, value)
const assets = (op: ConditionTest['op'], value: Record<string, number>) =>
  test('customer.financialAssets', op, value)
const product = (value: string) => test('customer.products', 'contains', value)

const paths = (condition: Condition) => impossibleParts(condition, ['audience']).map(({ path }) => path)

describe('nobody fulfils', () => {
  it.each<[string, Condition, string]>([
    ['bounds that do not meet', { all: [age('gt', 65), age('lt', 60)] }, 'audience'],
    ['bounds that meet in nothing', { all: [age('gt', 65), age('lte', 65)] }, 'audience'],
    ['the same from the other side', { all: [age('gte', 65), age('lt', 65)] }, 'audience'],
    ['open bounds around nothing', { all: [age('gt', 65), age('lt', 65)] }, 'audience'],
    ['a point that is taken out', { all: [age('gte', 65), age('lte', 65), age('ne', 65)] }, 'audience'],
    [
      'an upper bound that a looser one follows',
      { all: [age('gt', 65), age('lt', 60), age('lte', 90)] },
      'audience',
    ],
    [
      'a lower bound that a looser one follows',
      { all: [age('lt', 60), age('gt', 65), age('gte', 5)] },
      'audience',
    ],
    [
      'an open upper bound after a closed one',
      { all: [age('lte', 65), age('lt', 65), age('gte', 65)] },
      'audience',
    ],
    [
      'a closed upper bound after an open one',
      { all: [age('lt', 65), age('lte', 65), age('gte', 65)] },
      'audience',
    ],
    [
      'an open lower bound after a closed one',
      { all: [age('gte', 65), age('gt', 65), age('lte', 65)] },
      'audience',
    ],
    [
      'a closed lower bound after an open one',
      { all: [age('gt', 65), age('gte', 65), age('lte', 65)] },
      'audience',
    ],
    ['a list at an open bound', { all: [age('in', [5, 6]), age('lt', 5)] }, 'audience'],
    ['two values of one field', { all: [age('eq', 65), age('eq', 66)] }, 'audience'],
    ['two texts of one field', { all: [branch('eq', 'B1'), branch('eq', 'B2')] }, 'audience'],
    ['a value and not it', { all: [branch('eq', 'B1'), branch('ne', 'B1')] }, 'audience'],
    ['lists without a common entry', { all: [branch('in', ['B1', 'B2']), branch('in', ['B3'])] }, 'audience'],
    ['lists all of whose entries are out', { all: [branch('in', ['B1']), branch('ne', 'B1')] }, 'audience'],
    ['a value outside a list', { all: [age('eq', 4), age('in', [5, 6])] }, 'audience'],
    ['a list outside the bounds', { all: [age('in', [5, 6]), age('gt', 6)] }, 'audience'],
    [
      'all options taken out',
      { all: [tier('ne', 'mass'), tier('ne', 'wealth'), tier('ne', 'private')] },
      'audience',
    ],
    ['neither true nor false', { all: [vulnerable('ne', true), vulnerable('ne', false)] }, 'audience'],
    ['true and not true', { all: [vulnerable('eq', true), { not: vulnerable('eq', true) }] }, 'audience'],
    ['amounts that do not meet', { all: [assets('gt', { CZK: 5 }), assets('lt', { CZK: 3 })] }, 'audience'],
    [
      'amounts of no common currency',
      { all: [assets('gt', { CZK: 5 }), assets('gt', { EUR: 3 })] },
      'audience',
    ],
    [
      'amounts that do not meet in any currency',
      { all: [assets('gt', { CZK: 5, EUR: 5 }), assets('lte', { CZK: 5, EUR: 4 })] },
      'audience',
    ],
    [
      'an amount and its opposite',
      { all: [assets('gt', { CZK: 5 }), { not: assets('gt', { CZK: 4 }) }] },
      'audience',
    ],
    ['a product held and not held', { all: [product('A'), { not: product('A') }] }, 'audience'],
    ['below the range', age('lt', 0), 'audience'],
    ['above the range', age('gt', 130), 'audience'],
    ['outside the range', age('in', [-1, 131]), 'audience'],
    [
      'nested groups',
      { all: [age('gt', 65), { all: [branch('eq', 'B'), { all: [age('lt', 60)] }] }] },
      'audience',
    ],
    [
      'a part of a group',
      { all: [branch('eq', 'B'), { all: [age('gt', 65), age('lt', 60)] }] },
      'audience.all.1',
    ],
    ['one branch', { any: [branch('eq', 'B'), age('gt', 130)] }, 'audience.any.1'],
    [
      'branches that do not fit the rest',
      { all: [age('gt', 65), { any: [age('lt', 5), age('eq', 6)] }] },
      'audience',
    ],
    [
      'branches within branches',
      {
        all: [age('gt', 65), { any: [{ all: [{ any: [age('lt', 5), age('lt', 6)] }, branch('eq', 'B')] }] }],
      },
      'audience',
    ],
    ['not not', { not: { not: { all: [age('gt', 65), age('lt', 60)] } } }, 'audience.not.not'],
    [
      'not any of what one must be',
      { all: [age('gt', 65), { not: { any: [age('gt', 60), branch('eq', 'B')] } }] },
      'audience',
    ],
    [
      'not all of what one must be',
      { all: [age('gt', 65), { not: { all: [age('gt', 60), age('gt', 50)] } }] },
      'audience',
    ],
  ])('%s', (_, condition, path) => {
    expect(paths(condition)).toEqual([path])
  })

  it.each<[Condition, RegExp]>([
    [
      { all: [age('gt', 65), branch('eq', 'B'), age('lt', 60)] },
      /^customer.age gt 65 and customer.age lt 60 never hold/,
    ],
    [{ all: [age('gt', 65), { not: age('gt', 60) }] }, /and not \(customer.age gt 60\) never hold together/],
    [{ all: [age('gt', 65), { any: [age('lt', 5), age('eq', 6)] }] }, /no branch of an "any"/],
    [age('gt', 130), /customer.age gt 130 never holds: it is between 0 and 130/],
  ])('%j, and why', (condition, message) => {
    expect(impossibleParts(condition, [])[0]).toMatchObject({
      code: 'condition-impossible',
      severity: 'error',
      message: expect.stringMatching(message),
    })
  })

  it('both of two conditions', () => {
    expect(neverTogether([age('gt', 65), age('lt', 60)])).toBe(true)
    expect(neverTogether([age('gt', 65), branch('eq', 'B')])).toBe(false)
  })
})

describe('somebody may fulfil', () => {
  it.each<[string, Condition]>([
    ['bounds that touch', { all: [age('gte', 65), age('lte', 65)] }],
    ['a bound said twice', { all: [age('gt', 65), age('gt', 60), age('lt', 70), age('lte', 80)] }],
    ['a list cut by bounds', { all: [age('in', [5, 66]), age('gt', 65)] }],
    ['lists that share an entry', { all: [branch('in', ['B1', 'B2']), branch('in', ['B2', 'B3'])] }],
    ['options that remain', { all: [tier('ne', 'mass'), tier('ne', 'wealth')] }],
    ['a text that is not those', { all: [branch('ne', 'B1'), branch('ne', 'B2')] }],
    ['opposites where nothing is known', { all: [{ not: age('lt', 65) }, { not: age('gte', 65) }] }],
    ['none of two that together are all', { not: { any: [age('lt', 65), age('gte', 60)] } }],
    ['one currency of two', { all: [assets('gt', { CZK: 5, EUR: 5 }), assets('lt', { CZK: 3, EUR: 9 })] }],
    [
      'a currency that the opposite does not name',
      { all: [assets('gt', { CZK: 5 }), { not: assets('gt', { EUR: 1 }) }] },
    ],
    ['two products', { all: [product('A'), product('B'), { not: product('C') }] }],
    ['a list below an open bound', { all: [age('in', [5, 6]), age('lt', 6)] }],
    ['one branch of two', { all: [age('gt', 65), { any: [age('lt', 5), age('gt', 70)] }] }],
    ['the ends of the range', { any: [age('lte', 0), age('gte', 130)] }],
    ['not all of what cannot be', { not: { all: [age('gt', 65), age('lt', 60)] } }],
    ['a test without a meaning, which is said elsewhere', { all: [branch('lt', 'a'), branch('gt', 'b')] }],
  ])('%s', (_, condition) => {
    expect(paths(condition)).toEqual([])
  })
})

const numberOf = (low: number, high: number) => fc.integer({ min: low, max: high })
const branchName = fc.constantFrom('B1', 'B2', 'B3')
const tierName = fc.constantFrom('mass', 'wealth', 'private')
const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 3 })
const amounts = fc.dictionary(fc.constantFrom('CZK', 'EUR'), numberOf(0, 4), { minKeys: 1 })
const ordering = fc.constantFrom<ConditionTest['op']>('lt', 'lte', 'gt', 'gte')
const equality = fc.constantFrom<ConditionTest['op']>('eq', 'ne')

/** Few fields and few values, so that contradictions are frequent. */
const anyTest: fc.Arbitrary<ConditionTest> = fc.oneof(
  fc.tuple(fc.oneof(ordering, equality), numberOf(0, 8)).map(([op, value]) => test('now.weekday', op, value)),
  some(numberOf(0, 8)).map((value) => test('now.weekday', 'in', value)),
  fc.tuple(equality, branchName).map(([op, value]) => test('customer.branch', op, value)),
  some(branchName).map((value) => test('customer.branch', 'in', value)),
  fc.tuple(equality, tierName).map(([op, value]) => test('segment.assetTier', op, value)),
  some(tierName).map((value) => test('segment.assetTier', 'in', value)),
  fc.tuple(equality, fc.boolean()).map(([op, value]) => test('customer.vulnerable', op, value)),
  fc.tuple(ordering, amounts).map(([op, value]) => test('customer.financialAssets', op, value)),
  branchName.map((value) => test('customer.products', 'contains', value)),
)

const anyCondition: fc.Arbitrary<Condition> = fc.letrec<{ node: Condition }>((tie) => {
  const parts = fc.array(tie('node'), { minLength: 1, maxLength: 4 })
  return {
    node: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      anyTest,
      parts.map((all) => ({ all })),
      parts.map((any) => ({ any })),
      tie('node').map((not) => ({ not })),
    ),
  }
}).node

const maybe = (value: fc.Arbitrary<FieldValue>): fc.Arbitrary<FieldValue> =>
  fc.oneof({ weight: 5, arbitrary: value }, { weight: 1, arbitrary: fc.constant(undefined) })

/** What may be known, within the catalogue: also halves between whole numbers, texts and currencies nobody names. */
const anyFacts = fc
  .record({
    'now.weekday': maybe(fc.constantFrom(1, 1.5, 2, 3, 4, 5, 6, 6.5, 7)),
    'customer.branch': maybe(fc.constantFrom('B1', 'B2', 'B3', 'B4')),
    'segment.assetTier': maybe(tierName),
    'customer.vulnerable': maybe(fc.boolean()),
    'customer.financialAssets': maybe(
      fc.record({ minorUnits: numberOf(-1, 5), currency: fc.constantFrom('CZK', 'EUR', 'USD') }),
    ),
    'customer.products': maybe(fc.subarray(['B1', 'B2', 'B3'])),
  })
  .map((known) => {
    const facts: FieldValue[] = fieldNames.map(() => undefined)
    for (const [field, value] of Object.entries(known)) facts[fieldIndex[field as ConditionField]] = value
    return facts
  })

describe('for every condition', () => {
  it('what somebody fulfils is never called impossible', () => {
    fc.assert(
      fc.property(anyCondition, fc.array(anyFacts, { minLength: 20, maxLength: 40 }), (condition, all) => {
        const holds = compileCondition(condition)
        fc.pre(all.some(holds))
        expect(neverTogether([condition])).toBe(false)
      }),
      { numRuns: 1_500 },
    )
  })

  it('what is called impossible nobody fulfils, each part by itself', () => {
    fc.assert(
      fc.property(anyTest, anyTest, anyTest, anyFacts, (one, other, third, facts) => {
        const condition: Condition = { all: [one, { not: other }, third] }
        if (neverTogether([condition])) expect(compileCondition(condition)(facts)).toBe(false)
      }),
      { numRuns: 5_000 },
    )
  })

  /** Every fact that matters to tests of one field: exhaustive, so that also the missed contradictions show. */
  const everyFact: FieldValue[] = [undefined, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7]
  it('a conjunction of tests of one number is impossible exactly where no number fulfils it', () => {
    const ofWeekday = anyTest.filter(({ field }) => field === 'now.weekday')
    const literal = fc.oneof(
      ofWeekday,
      ofWeekday.map((not): Condition => ({ not })),
    )
    fc.assert(
      fc.property(fc.array(literal, { minLength: 1, maxLength: 4 }), (all) => {
        const holds = compileCondition({ all })
        const fulfilled = everyFact.some((value) => {
          const facts: FieldValue[] = fieldNames.map(() => undefined)
          facts[fieldIndex['now.weekday']] = value
          return holds(facts)
        })
        expect(neverTogether(all)).toBe(!fulfilled)
      }),
      { numRuns: 2_000 },
    )
  })

  it('the tests above have a meaning, or nothing would be compared', () => {
    fc.assert(fc.property(anyTest, (one) => testTypeProblems([], one).length === 0))
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Condition } from '#shared/domain/campaign/condition.ts'
import { compileCondition } from '#shared/domain/campaign/evaluate.ts'
import { type FieldValue, fieldIndex } from '#shared/domain/campaign/fields.ts'
import { explainCondition } from '#shared/domain/explain/explain-condition.ts'
import { recordedFacts } from '#shared/domain/explain/recorded-facts.ts'
import type { Fact } from '#shared/domain/vocabulary.ts'

const holds = (condition: Condition, seen: Record<string, Fact>) =>
  explainCondition(condition, recordedFacts(seen)).holds

const adult: Condition = { field: 'customer.age', op: 'gte', value: 18 }
const has = (product: string): Condition => ({ field: 'customer.products', op: 'contains', value: product })

/** A list as the record has it that was cut in the middle of a word. */
const cut = `funds,${'x'.repeat(113)},`.padEnd(120, 'p').slice(0, 120)

describe('a condition over recorded values', () => {
  it.each<[string, Condition, Record<string, Fact>, boolean | undefined]>([
    ['a test that holds', adult, { 'customer.age': 18 }, true],
    ['a test that does not', adult, { 'customer.age': 17 }, false],
    ['a value that was not known', adult, { 'customer.age': 'unknown' }, false],
    ['not, of a value that was not known', { not: adult }, { 'customer.age': 'unknown' }, true],
    ['a list', has('card'), { 'customer.products': 'loan,card' }, true],
    ['an empty list', has('none'), { 'customer.products': 'none' }, false],
    ['what a cut list still shows', has('funds'), { 'customer.products': cut }, true],
    ['what a cut list may have held', has('pension'), { 'customer.products': cut }, undefined],
    ['not, of what it may have held', { not: has('pension') }, { 'customer.products': cut }, undefined],
    ['a list that is nearly too long', has('pension'), { 'customer.products': cut.slice(0, 119) }, false],
    [
      'all, with one open',
      { all: [adult, has('pension')] },
      { 'customer.age': 20, 'customer.products': cut },
      undefined,
    ],
    [
      'all, with one open and one false',
      { all: [has('pension'), adult] },
      { 'customer.age': 2, 'customer.products': cut },
      false,
    ],
    [
      'any, with one open',
      { any: [adult, has('pension')] },
      { 'customer.age': 2, 'customer.products': cut },
      undefined,
    ],
    [
      'any, with one open and one true',
      { any: [has('pension'), adult] },
      { 'customer.age': 20, 'customer.products': cut },
      true,
    ],
    [
      'money in its currency',
      { field: 'signal.amount', op: 'gt', value: { CZK: 5 } },
      { 'signal.amount': { minorUnits: 6, currency: 'CZK' } },
      true,
    ],
    [
      'money in another',
      { field: 'signal.amount', op: 'gt', value: { CZK: 5 } },
      { 'signal.amount': { minorUnits: 6, currency: 'EUR' } },
      false,
    ],
  ])('%s', (_, condition, seen, expected) => {
    expect(holds(condition, seen)).toBe(expected)
  })

  it('comes to what the engine comes to, part by part', () => {
    const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
      condition: fc.oneof(
        { maxDepth: 3 },
        fc
          .integer({ min: 0, max: 4 })
          .map((value): Condition => ({ field: 'customer.riskLevel', op: 'gte', value })),
        fc.constantFrom('a', 'b', 'c').map(has),
        fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
        fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
        tie('condition').map((not) => ({ not })),
      ),
    }))
    fc.assert(
      fc.property(
        condition,
        fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
        fc.subarray(['a', 'b', 'c']),
        (asked, level, products) => {
          const facts: FieldValue[] = []
          facts[fieldIndex['customer.riskLevel']] = level
          facts[fieldIndex['customer.products']] = products
          const seen = {
            'customer.riskLevel': level ?? 'unknown',
            'customer.products': products.join(',') || 'none',
          }
          expect(holds(asked, seen)).toBe(compileCondition(asked)(facts))
        },
      ),
    )
  })
})

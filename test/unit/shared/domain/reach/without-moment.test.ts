import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Condition } from '#shared/domain/campaign/condition.ts'
import { compileCondition } from '#shared/domain/campaign/evaluate.ts'
import { type FieldValue, fieldIndex, fieldNames } from '#shared/domain/campaign/fields.ts'
import { withoutMoment } from '#shared/domain/reach/without-moment.ts'

const senior: Condition = { field: 'customer.age', op: 'gte', value: 65 }
const soon: Condition = { field: 'signal.daysLeft', op: 'lt', value: 10 }
const manager: Condition = { field: 'customer.hasManager', op: 'eq', value: true }

describe('a condition without what it asks of the moment', () => {
  it.each<[string, Condition, Condition | undefined]>([
    ['nothing about it', senior, senior],
    ['nothing else', soon, undefined],
    ['in all, the rest', { all: [senior, soon, manager] }, { all: [senior, manager] }],
    ['in any, everybody could', { any: [senior, soon] }, undefined],
    ['in not, the moment need not come', { not: { all: [senior, soon] } }, undefined],
    ['in not any, the rest', { not: { any: [senior, soon] } }, { not: senior }],
  ])('%s', (_, given, expected) => {
    expect(withoutMoment(given)).toEqual({
      condition: expected,
      changed: JSON.stringify(expected) !== JSON.stringify(given),
    })
  })
})

const ofMoment = ['signal.daysLeft', 'account.kind', 'card.product'] as const
const ofCustomer = ['customer.age', 'customer.branch'] as const
const test = fc
  .tuple(fc.constantFrom(...ofMoment, ...ofCustomer), fc.constantFrom(1, 2))
  .map(([field, value]): Condition => ({ field, op: 'eq', value }))
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    test,
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((all): Condition => ({ all })),
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((any): Condition => ({ any })),
    tie('condition').map((not): Condition => ({ not })),
  ),
}))
const facts = fc
  .tuple(
    ...[...ofMoment, ...ofCustomer].map((field) =>
      fc.tuple(fc.constant(field), fc.constantFrom(1, 2, undefined)),
    ),
  )
  .map((pairs) => {
    const vector: FieldValue[] = new Array(fieldNames.length).fill(undefined)
    for (const [field, value] of pairs) vector[fieldIndex[field]] = value
    return vector
  })

it('nobody is left out who fulfils it in some moment', () => {
  fc.assert(
    fc.property(condition, facts, (given, vector) => {
      fc.pre(compileCondition(given)(vector))
      const { condition: left } = withoutMoment(given)
      expect(left === undefined || compileCondition(left)(vector)).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})

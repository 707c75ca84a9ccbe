import { describe, expect, it } from 'vitest'
import { type Condition, type ConditionTest, conditionFields } from '#shared/domain/campaign/condition.ts'
import { compileCondition } from '#shared/domain/campaign/evaluate.ts'
import { type ConditionField, type FieldValue, fieldNames } from '#shared/domain/campaign/fields.ts'

type Facts = Partial<Record<ConditionField, FieldValue>>

const holds = (condition: Condition, facts: Facts = {}) =>
  compileCondition(condition)(fieldNames.map((name) => facts[name]))
const daysLeft = (op: ConditionTest['op'], value: ConditionTest['value']): Condition => ({
  field: 'signal.daysLeft',
  op,
  value,
})
const orders = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'] as const
const czk = (minorUnits: number) => ({ minorUnits, currency: 'CZK' })

describe('comparisons', () => {
  it.each([
    ['eq', [false, true, false]],
    ['ne', [true, false, true]],
    ['lt', [false, false, true]],
    ['lte', [false, true, true]],
    ['gt', [true, false, false]],
    ['gte', [true, true, false]],
  ] as const)('%s, with something less, equal, more', (op, expected) => {
    const each = (field: ConditionField, actual: FieldValue, values: ConditionTest['value'][]) =>
      values.map((value) => holds({ field, op, value }, { [field]: actual }))
    expect(each('signal.daysLeft', 7, [6, 7, 8])).toEqual(expected)
    expect(each('customer.branch', 'b', ['a', 'b', 'c'])).toEqual(expected)
    expect(each('signal.amount', czk(7), [{ CZK: 6 }, { CZK: 7, EUR: 1 }, { EUR: 1, CZK: 8 }])).toEqual(
      expected,
    )
  })

  it('of truth: the same or not, and no order', () => {
    const truth = (op: ConditionTest['op'], value: boolean, actual: boolean) =>
      holds({ field: 'customer.vulnerable', op, value }, { 'customer.vulnerable': actual })
    expect([truth('eq', true, true), truth('eq', false, true), truth('eq', false, false)]).toEqual([
      true,
      false,
      true,
    ])
    expect([truth('ne', true, true), truth('ne', false, true)]).toEqual([false, true])
  })

  it('in: any of a list', () => {
    const facts = { 'card.product': 'gold', 'signal.daysLeft': 7 }
    expect(holds({ field: 'card.product', op: 'in', value: ['classic', 'gold'] }, facts)).toBe(true)
    expect(holds({ field: 'card.product', op: 'in', value: ['classic', 'golden'] }, facts)).toBe(false)
    expect(holds({ field: 'card.product', op: 'in', value: 'gold' }, facts)).toBe(false)
    expect(holds(daysLeft('in', [6, 7]), facts)).toBe(true)
    expect(holds(daysLeft('in', ['7']), facts)).toBe(false)
  })

  it('contains: a list has it', () => {
    const facts = { 'customer.products': ['loan', 'gold'], 'card.product': 'gold' }
    const has = (field: ConditionField, value: string) => holds({ field, op: 'contains', value }, facts)
    expect(has('customer.products', 'gold')).toBe(true)
    expect(has('customer.products', 'gol')).toBe(false)
    expect(has('card.product', 'gold')).toBe(false)
  })

  it.each(orders)('%s never compares text with numbers, lists, nor another currency', (op) => {
    expect(holds(daysLeft(op, '9'), { 'signal.daysLeft': 7 })).toBe(false)
    expect(holds({ field: 'customer.branch', op, value: 9 }, { 'customer.branch': '7' })).toBe(false)
    expect(holds({ field: 'customer.vulnerable', op, value: 'true' }, { 'customer.vulnerable': true })).toBe(
      false,
    )
    expect(holds({ field: 'customer.products', op, value: 'a' }, { 'customer.products': ['a'] })).toBe(false)
    const amount = { 'signal.amount': czk(7) }
    for (const value of [{ EUR: 7 }, 7, [7]])
      expect(holds({ field: 'signal.amount', op, value }, amount)).toBe(false)
  })

  it.each([...orders, 'in', 'contains'] as const)('%s is false where nothing is known', (op) => {
    expect(holds(daysLeft(op, op === 'in' ? [1] : 1))).toBe(false)
    expect(holds({ not: daysLeft(op, op === 'in' ? [1] : 1) })).toBe(true)
  })
})

describe('all, any, not', () => {
  const yes: Condition = { field: 'customer.vulnerable', op: 'eq', value: false }
  const no: Condition = { field: 'customer.vulnerable', op: 'eq', value: true }
  it.each([
    ['all of both', { all: [yes, no] }, false],
    ['all of the true ones', { all: [yes, yes] }, true],
    ['any of both', { any: [no, yes] }, true],
    ['any of the false ones', { any: [no, no] }, false],
    ['not', { not: no }, true],
    ['not of what holds', { not: yes }, false],
    ['nested', { all: [yes, { not: { any: [no, no] } }] }, true],
  ] as [string, Condition, boolean][])('%s', (_, condition, expected) => {
    expect(holds(condition, { 'customer.vulnerable': false })).toBe(expected)
  })

  it('name each field once', () => {
    const once = ['customer.vulnerable', 'signal.daysLeft']
    expect(conditionFields({ all: [yes, { not: no }, { any: [daysLeft('eq', 1)] }] })).toEqual(once)
    expect(conditionFields({ any: [yes, no, daysLeft('eq', 1), yes] })).toEqual(once)
    expect(conditionFields({ not: { all: [yes, yes] } })).toEqual(['customer.vulnerable'])
  })
})

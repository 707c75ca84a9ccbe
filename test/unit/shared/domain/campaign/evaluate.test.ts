import { describe, expect, it } from 'vitest'
import type { Condition } from '#shared/domain/campaign/condition.ts'
import { compileCondition, conditionFields } from '#shared/domain/campaign/evaluate.ts'
import type { DecisionSubject } from '#shared/domain/decision/decision-facts.ts'
import { type CustomerProfile, unknownProfile } from '#shared/domain/profile/customer-profile.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import type { Signal } from '#shared/domain/signals/signal.ts'

const subject = (
  single: CustomerProfile['single'] = {},
  data: Signal['data'] = {},
  now = new Date('2026-06-01T10:00:00Z'),
): DecisionSubject => ({
  profile: {
    ...unknownProfile('C1'),
    single: { timeZone: 'Europe/Prague', ...single },
    accounts: new Map([['A1', { v: '', kind: 'savings', currency: 'CZK' }]]),
    cards: new Map([['K1', { v: '', product: 'gold', expiresOn: '2026-12-31' }]]),
  },
  signal: { type: 'LowBalance', id: 'S1', customerId: 'C1', at: '2026-06-01T09:00:00.000Z', data },
  settings: defaultSettings,
  now,
})
const holds = (condition: Condition, of = subject()) => compileCondition(condition)(of)
const daysLeft = (op: 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte', value: number): Condition => ({
  field: 'signal.daysLeft',
  op,
  value,
})

describe('comparisons', () => {
  it.each([
    ['eq', [false, true, false]],
    ['ne', [true, false, true]],
    ['lt', [false, false, true]],
    ['lte', [false, true, true]],
    ['gt', [true, false, false]],
    ['gte', [true, true, false]],
  ] as const)('7 %s 6, 7 and 8', (op, expected) => {
    expect([6, 7, 8].map((value) => holds(daysLeft(op, value), subject({}, { daysLeft: 7 })))).toEqual(
      expected,
    )
  })

  it('in: any of a list', () => {
    const product = (value: string[]): Condition => ({ field: 'card.product', op: 'in', value })
    expect(holds(product(['gold', 'classic']), subject({}, { cardId: 'K1' }))).toBe(true)
    expect(holds(product(['classic']), subject({}, { cardId: 'K1' }))).toBe(false)
  })

  it('never compare text with numbers', () => {
    expect(holds({ field: 'signal.daysLeft', op: 'lt', value: '9' }, subject({}, { daysLeft: 7 }))).toBe(
      false,
    )
  })

  it.each(['eq', 'ne', 'lt', 'lte', 'gt', 'gte'] as const)('%s is false where nothing is known', (op) => {
    expect(holds(daysLeft(op, 1))).toBe(false)
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
    ['nested', { all: [yes, { not: { any: [no, no] } }] }, true],
  ] as [string, Condition, boolean][])('%s', (_, condition, expected) => {
    expect(holds(condition)).toBe(expected)
  })

  it('name each field once', () => {
    expect(conditionFields({ all: [yes, { not: no }, { any: [daysLeft('eq', 1)] }] })).toEqual([
      'customer.vulnerable',
      'signal.daysLeft',
    ])
  })
})

describe('fields', () => {
  const evening = new Date('2026-06-01T22:30:00Z')
  it.each([
    [
      'age counts in the customer’s own zone',
      'customer.age',
      41,
      subject({ birthDate: '1985-06-02' }, {}, evening),
    ],
    [
      'where it may still be yesterday',
      'customer.age',
      40,
      subject({ birthDate: '1985-06-02', timeZone: 'America/New_York' }, {}, evening),
    ],
    ['days as a customer', 'customer.tenureDays', 31, subject({ customerSince: '2026-05-01' })],
    ['an open complaint', 'customer.openComplaint', true, subject({ openComplaint: true })],
    ['a lifted vulnerability mark', 'customer.vulnerable', false, subject({ vulnerability: null })],
    ['the kind of the account', 'account.kind', 'savings', subject({}, { accountId: 'A1' })],
    ['the product of the card', 'card.product', 'gold', subject({}, { cardId: 'K1' })],
    [
      'the product that the bank named',
      'card.product',
      'black',
      subject({}, { cardId: 'K1', product: 'black' }),
    ],
    [
      'an amount in minor units',
      'signal.amount',
      500,
      subject({}, { amount: { minorUnits: 500, currency: 'CZK' } }),
    ],
    ['its currency', 'signal.currency', 'CZK', subject({}, { balance: { minorUnits: 5, currency: 'CZK' } })],
  ] as const)('%s', (_, field, value, of) => {
    expect(holds({ field, op: 'eq', value }, of)).toBe(true)
  })
})

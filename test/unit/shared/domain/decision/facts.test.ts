import { describe, expect, it } from 'vitest'
import {
  type ConditionField,
  type FieldValue,
  fieldIndex,
  fieldNames,
} from '#shared/domain/campaign/fields.ts'
import { Circumstances } from '#shared/domain/decision/circumstances.ts'
import { readFacts, readField } from '#shared/domain/decision/facts.ts'
import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import { CARD_PAYMENT } from '#shared/domain/profile/month-elements.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import type { Signal } from '#shared/domain/signals/signal.ts'
import { anAccount, aProfile, aSignal, marked, noon, without } from '#test/support/builders/subjects.ts'

const circumstances = (profile = aProfile(), data: Signal['data'] = {}, now: Date = noon) =>
  new Circumstances({ profile, signal: aSignal({ data }), settings: defaultSettings, now })

const card = (product: string, expiresOn: string, cancelledOn?: string) => ({
  v: '',
  product,
  expiresOn,
  ...(cancelledOn ? { cancelledOn } : {}),
})
const rich = aProfile(
  {},
  {
    accounts: new Map([
      ['A1', anAccount({ kind: 'savings' })],
      ['A2', anAccount({ kind: 'current' })],
      ['A3', anAccount({ kind: 'savings' })],
      ['A4', anAccount({ kind: 'loan', closedOn: '2026-01-01' })],
    ]),
    balances: new Map([['A1', { v: '', minor: 700, currency: 'CZK' }]]),
    cards: new Map([
      ['K1', card('gold', '2026-06-01')],
      ['K2', card('blue', '2026-05-31')],
      ['K3', card('black', '2027-01-01', '2026-01-01')],
      ['K4', card('basic', '2027-01-01')],
      ['K5', card('gold', '2027-01-01')],
      ['K6', card('last-day', '2026-06-01')],
    ]),
    months: new Map([['2026-05', new Set([CARD_PAYMENT])]]),
  },
)
const money = (minorUnits: number) => ({ minorUnits, currency: 'CZK' })
const lateEvening = new Date('2026-06-01T22:30:00Z')

describe('what each field says', () => {
  type Row = [
    what: string,
    field: ConditionField,
    value: FieldValue,
    profile?: CustomerProfile,
    data?: Signal['data'],
    now?: Date,
  ]
  it.each<Row>([
    [
      'age by the customer’s calendar',
      'customer.age',
      41,
      aProfile({ birthDate: '1985-06-02' }),
      {},
      lateEvening,
    ],
    [
      'where it may still be yesterday',
      'customer.age',
      40,
      aProfile({ birthDate: '1985-06-02', timeZone: 'America/New_York' }),
      {},
      lateEvening,
    ],
    ['an unknown age', 'customer.age', undefined, without('birthDate')],
    ['days as a customer', 'customer.tenureDays', 31, aProfile({ customerSince: '2026-05-01' })],
    ['unknown since when', 'customer.tenureDays', undefined],
    ['a language', 'customer.language', 'zh', aProfile({ locale: 'ZH-Hans-CN' })],
    ['no language', 'customer.language', undefined],
    ['a branch', 'customer.branch', 'B1', aProfile({ branchId: 'B1' })],
    ['no branch', 'customer.branch', undefined],
    ['a manager', 'customer.hasManager', true, aProfile({ relationshipManagerId: 'RM1' })],
    ['no manager', 'customer.hasManager', false],
    ['products', 'customer.products', ['loan'], aProfile({ products: ['loan'] })],
    ['unknown products', 'customer.products', undefined],
    ['cards in force, each product once', 'customer.cardProducts', ['basic', 'gold', 'last-day'], rich],
    ['open accounts, each kind once', 'customer.accountKinds', ['current', 'savings'], rich],
    ['no accounts', 'customer.accountKinds', []],
    ['months without a card payment', 'customer.monthsSinceCardPayment', 1, rich],
    ['no transactions', 'customer.monthsSinceCardPayment', undefined],
    ['assets', 'customer.financialAssets', money(5), aProfile({ financialAssets: money(5) })],
    [
      'a risk level',
      'customer.riskLevel',
      3,
      aProfile({ riskTolerance: { level: 3, expiresOn: '2020-01-01' } }),
    ],
    ['no risk level', 'customer.riskLevel', undefined],
    ['a mark', 'customer.vulnerable', true, aProfile({ vulnerability: marked })],
    ['a lifted mark', 'customer.vulnerable', false, aProfile({ vulnerability: null })],
    ['an open complaint', 'customer.openComplaint', true, aProfile({ openComplaint: true })],
    ['no complaint', 'customer.openComplaint', false],
    ['a tier', 'segment.assetTier', 'wealth', aProfile({ financialAssets: money(10_000_000) })],
    ['no tier', 'segment.assetTier', undefined],
    ['activity', 'segment.activity', 'low'],
    ['a stage of life', 'segment.lifecycle', 'new', aProfile({ customerSince: '2026-05-01' })],
    ['no stage of life', 'segment.lifecycle', undefined],
    ['the kind of the account', 'account.kind', 'savings', rich, { accountId: 'A1' }],
    ['of no account', 'account.kind', undefined, rich],
    ['its balance', 'account.balance', money(700), rich, { accountId: 'A1' }],
    ['an unknown balance', 'account.balance', undefined, rich, { accountId: 'A2' }],
    ['the product of the card', 'card.product', 'gold', rich, { cardId: 'K1' }],
    ['the product that the bank named', 'card.product', 'ruby', rich, { cardId: 'K1', product: 'ruby' }],
    ['no card', 'card.product', undefined, rich],
    ['an amount', 'signal.amount', money(5), rich, { amount: money(5), balance: money(6) }],
    ['no amount', 'signal.amount', undefined, rich, { amount: 5 }],
    ['a balance', 'signal.balance', money(6), rich, { amount: money(5), balance: money(6) }],
    ['days left', 'signal.daysLeft', 30, rich, { daysLeft: 30 }],
    ['no days left', 'signal.daysLeft', undefined, rich, { daysLeft: '30' }],
    ['a calendar', 'signal.calendar', 'chinese', rich, { calendar: 'chinese' }],
    ['a tier reached', 'signal.tier', 'private', rich, { tier: 'private' }],
    ['the hour there', 'now.hour', 0, rich, {}, lateEvening],
    ['the hour elsewhere', 'now.hour', 18, aProfile({ timeZone: 'America/New_York' }), {}, lateEvening],
    ['Monday', 'now.weekday', 1],
    ['Tuesday already', 'now.weekday', 2, rich, {}, lateEvening],
    ['Sunday', 'now.weekday', 7, rich, {}, new Date('2026-06-07T10:00:00Z')],
  ])('%s', (_, field, value, profile, data, now) => {
    expect(readField(field, circumstances(profile, data, now))).toEqual(value)
  })
})

it('reads only the fields that somebody wants', () => {
  const facts = readFacts(circumstances(), ['now.hour', 'customer.age'])
  expect(facts).toHaveLength(fieldNames.length)
  expect(facts[fieldIndex['customer.age']]).toBe(46)
  expect(facts[fieldIndex['now.hour']]).toBe(12)
  expect(facts.filter((value) => value !== undefined)).toHaveLength(2)
})

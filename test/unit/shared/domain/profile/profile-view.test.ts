import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { profileView } from '#shared/domain/profile/profile-view.ts'

const current = { v: '3', kind: 'current', currency: 'CZK', threshold: 200_000 }
const savings = { v: '4', kind: 'savings', currency: 'EUR' }
const card = { v: '5', product: 'debit-classic', expiresOn: '2027-04-30' }
const timeZone = { v: '2', x: 'Europe/Prague' }

describe('the profile of an item', () => {
  it('is the whole of it, the same each time', () => {
    const view = profileView({ customerId: 'C1', timeZone, 'account:A1': current, 'card:K1': card })
    for (const _ of ['first', 'again'])
      expect(view.profile()).toMatchObject({
        customerId: 'C1',
        known: true,
        single: { timeZone: 'Europe/Prague' },
        accounts: new Map([['A1', current]]),
        cards: new Map([['K1', card]]),
      })
  })

  it('is refused where something else wrote to the table', () => {
    expect(() => profileView({ customerId: 'C1', timeZone: 'Europe/Prague' }).profile()).toThrow(
      z.core.$ZodError,
    )
    expect(() => profileView({ timeZone }).profile()).toThrow(z.core.$ZodError)
  })
})

describe('one account', () => {
  const item = {
    customerId: 'C1',
    'account:A1': current,
    'account:A2': savings,
    'balance:A3': { v: '1', minor: 5, currency: 'CZK' },
    'account:A4': { v: '1', kind: 'piggy bank', currency: 'CZK' },
  }

  it.each([
    ['A1', current],
    ['A2', savings],
    ['A3', undefined],
    ['A9', undefined],
    ['', undefined],
  ])('%s is what the bank said of it: %o', (accountId, facts) => {
    expect(profileView(item).account(accountId)).toEqual(facts)
  })

  it('that is none is refused, and no other because of it', () => {
    const view = profileView(item)
    expect(() => view.account('A4')).toThrow(z.core.$ZodError)
    expect(view.account('A1')).toEqual(current)
  })
})

it.each<[string, Record<string, unknown>, ReadonlyMap<string, ReadonlySet<string>>]>([
  ['none without transactions', { timeZone }, new Map()],
  [
    'those that something is kept of',
    { 'm:2026-05': new Set(['1']) },
    new Map([['2026-05', new Set(['1'])]]),
  ],
])('the months are %s', (_, item, months) => {
  expect(profileView({ customerId: 'C1', ...item }).months()).toEqual(months)
})

it.each<[string, Record<string, unknown>, string | undefined]>([
  ['unknown while the assets are', { timeZone }, undefined],
  ['that of the newest', { financialAssets: { v: '7', x: { minorUnits: 1, currency: 'CZK' } } }, '7'],
  [
    'not that of the tier, which has none',
    { tier: { x: 'wealth' }, 'balance:A1': { v: '8', minor: 1, currency: 'CZK' } },
    undefined,
  ],
])("the assets' version is %s", (_, item, version) => {
  expect(profileView({ customerId: 'C1', ...item }).assetsVersion()).toBe(version)
})

it.each<[string, Record<string, unknown>, boolean]>([
  ['nothing', {}, false],
  ['an account', { 'account:A1': current }, false],
  [
    'a transaction',
    { 'balance:A1': { v: '1', minor: 5, currency: 'CZK' }, 'm:2026-05': new Set(['1']) },
    false,
  ],
  ['what we remember ourselves', { tier: { x: 'wealth' }, lowBalance: { v: '1', x: '2026-05-01' } }, false],
  ['a fact of the profile', { timeZone }, true],
  ['that a mark of vulnerability was taken away', { vulnerability: { v: '1', x: null } }, true],
])('a customer of whom we have %s', (_, item, known) => {
  expect(profileView({ customerId: 'C1', ...item }).known()).toBe(known)
})

describe('what the calendar of cards needs', () => {
  it.each<[string, Record<string, unknown>, object]>([
    ['nothing without cards and zone', {}, { cardIds: [] }],
    ['the zone with its version', { timeZone }, { timeZone, cardIds: [] }],
    ['cards before their zone is known', { 'card:K1': card }, { cardIds: ['K1'] }],
    ['every card', { 'card:K1': card, timeZone, 'card:K2': card }, { timeZone, cardIds: ['K1', 'K2'] }],
    [
      'cards alone, whatever else is named like one',
      { 'account:card:': current, 'balance:card:': {}, card, 'card:a:card:': card },
      { cardIds: ['a:card:'] },
    ],
  ])('is %s', (_, item, calendar) => {
    expect(profileView({ customerId: 'C1', ...item }).calendar()).toStrictEqual(calendar)
  })
})

import { describe, expect, it } from 'vitest'
import {
  type BankEventName,
  type BankEventNamed,
  bankEventContracts,
  parseBankEvent,
} from '#events/registry.ts'
import { factsOf } from '#shared/domain/profile/facts.ts'
import { factVersion } from '#shared/domain/profile/version.ts'

type Data<Name extends BankEventName> = BankEventNamed<Name>['detail']['data']

const occurredAt = '2026-06-01T12:00:00+02:00'
const metadata = { eventId: 'E1', occurredAt, version: 1 } as const
const v = factVersion(occurredAt, 'E1')
const czk = (minorUnits: number) => ({ minorUnits, currency: 'CZK' })
const nothing = { profile: [], contact: [], cards: new Map() }

const ofProfile = (data: Omit<Data<'CustomerProfileChanged'>, 'customerId'>) =>
  factsOf({ detailType: 'CustomerProfileChanged', detail: { metadata, data: { customerId: 'C1', ...data } } })
const ofAccount = (differs: Partial<Data<'AccountChanged'>> = {}) => {
  const data = { customerId: 'C1', accountId: 'A1', kind: 'current', currency: 'CZK', ...differs } as const
  return factsOf({ detailType: 'AccountChanged', detail: { metadata, data } })
}
const ofCard = (differs: Partial<Data<'CardChanged'>> = {}) => {
  const data = { customerId: 'C1', cardId: 'K1', product: 'debit', expiresOn: '2027-04-30', ...differs }
  return factsOf({ detailType: 'CardChanged', detail: { metadata, data } })
}
const ofTransaction = (differs: Partial<Data<'TransactionPosted'>> = {}) => {
  const moved = { amount: czk(-4500), balanceAfter: czk(-120), kind: 'cash' } as const
  const data = { customerId: 'C1', accountId: 'A1', transactionId: 'T1', ...moved, ...differs }
  return factsOf({ detailType: 'TransactionPosted', detail: { metadata, data } })
}

describe('a customer who changed', () => {
  it.each<Omit<Data<'CustomerProfileChanged'>, 'customerId'>>([
    { birthDate: '1949-06-02' },
    { birthCalendar: 'chinese' },
    { timeZone: 'Europe/Prague' },
    { locale: 'cs-CZ' },
    { customerSince: '1998-04-01' },
    { financialAssets: czk(0) },
    { riskTolerance: { level: 2, expiresOn: '2027-01-31' } },
    { relationshipManagerId: 'RM7' },
    { branchId: 'B1' },
    { vulnerability: { reason: 'bereavement', reviewOn: '2026-12-01' } },
    { vulnerability: null },
    { openComplaint: false },
    { personalisation: false },
    { products: [] },
  ])('has in the profile what was said, as of when it was so, and nothing else: %o', (data) => {
    const profile = Object.entries(data).map(([attribute, x]) => ({ attribute, value: { v, x } }))
    expect(ofProfile(data)).toStrictEqual({ ...nothing, profile })
  })

  it('of whom nothing was said has no facts', () => {
    expect(ofProfile({})).toStrictEqual(nothing)
  })

  it.each([
    [{ email: 'jana@example.com', phone: '+420601234567' }, ['email', 'phone']],
    [{ email: 'jana@example.com' }, ['email']],
    [{ phone: '+420601234567' }, ['phone']],
    [{}, []],
  ])('has addresses apart from the profile, which knows only which there are: %o', (addresses, reach) => {
    const contact = { fullName: 'Jana Nováková', ...addresses }
    expect(ofProfile({ contact })).toStrictEqual({
      ...nothing,
      profile: [{ attribute: 'reach', value: { v, x: reach } }],
      contact: [{ attribute: 'contact', value: { v, ...contact } }],
    })
  })

  it('has no empty addresses kept, so that a table can store the contact', () => {
    const contact = { fullName: 'Jana Nováková', email: undefined, phone: undefined }
    expect(ofProfile({ contact }).contact).toStrictEqual([
      { attribute: 'contact', value: { v, fullName: 'Jana Nováková' } },
    ])
  })

  it('has each consent as of when the customer gave or withdrew it, and its proof apart', () => {
    const given = { granted: true, at: '2025-11-03T09:12:00+01:00', proof: 'consent form 12' }
    const withdrawn = { granted: false, at: '2026-05-30T18:00:00+02:00', proof: 'call 7' }
    const [atGiven, atWithdrawn] = [factVersion(given.at, 'E1'), factVersion(withdrawn.at, 'E1')]
    const consents: Data<'CustomerProfileChanged'>['consents'] = [
      { purpose: 'marketing', channel: 'email', ...given },
      { purpose: 'service', channel: 'sms', ...withdrawn },
    ]
    expect(ofProfile({ consents })).toStrictEqual({
      ...nothing,
      profile: [
        { attribute: 'consent:marketing:email', value: { v: atGiven, x: true } },
        { attribute: 'consent:service:sms', value: { v: atWithdrawn, x: false } },
      ],
      contact: [
        { attribute: 'proof:marketing:email', value: { v: atGiven, ...given } },
        { attribute: 'proof:service:sms', value: { v: atWithdrawn, ...withdrawn } },
      ],
    })
  })
})

describe('an account that changed', () => {
  it.each<[string, Partial<Data<'AccountChanged'>>, object]>([
    ['as little as the bank must say', {}, {}],
    ['its own threshold, in minor units', { lowBalanceThreshold: czk(200_000) }, { threshold: 200_000 }],
    ['a threshold of nothing', { lowBalanceThreshold: czk(0) }, { threshold: 0 }],
    ['the day of closing', { closedOn: '2026-05-31' }, { closedOn: '2026-05-31' }],
  ])('has in the profile %s', (_, differs, kept) => {
    const value = { v, kind: 'current', currency: 'CZK', ...kept }
    expect(ofAccount(differs)).toStrictEqual({ ...nothing, profile: [{ attribute: 'account:A1', value }] })
  })
})

describe('a card that changed', () => {
  it.each<[string, Partial<Data<'CardChanged'>>, string | null]>([
    ['expires on its last day', {}, '2027-04-30'],
    ['does so whatever account it draws on', { accountId: 'A1' }, '2027-04-30'],
    ['no longer expires once cancelled', { cancelledOn: '2026-05-31' }, null],
    ['nor if cancelled as of a later day', { cancelledOn: '2026-12-31' }, null],
  ])('%s', (_, differs, expiresOn) => {
    const value = { v, product: 'debit', expiresOn: '2027-04-30', ...differs }
    expect(ofCard(differs)).toStrictEqual({
      ...nothing,
      profile: [{ attribute: 'card:K1', value }],
      cards: new Map([['K1', { v, expiresOn }]]),
    })
  })
})

describe('a transaction', () => {
  it.each<[string, Partial<Data<'TransactionPosted'>>, object]>([
    ['overdrawn', {}, { v, minor: -120, currency: 'CZK' }],
    [
      'in its own currency',
      { balanceAfter: { minorUnits: 7, currency: 'EUR' } },
      { v, minor: 7, currency: 'EUR' },
    ],
    [
      "with the bank's sequence",
      { sequence: 318 },
      { v: factVersion(occurredAt, 'E1', 318), minor: -120, currency: 'CZK' },
    ],
    [
      'with the first sequence',
      { sequence: 0 },
      { v: factVersion(occurredAt, 'E1', 0), minor: -120, currency: 'CZK' },
    ],
  ])("leaves the account's balance: %s", (_, differs, value) => {
    expect(ofTransaction(differs)).toStrictEqual({
      ...nothing,
      profile: [{ attribute: 'balance:A1', value }],
    })
  })

  it('of the same instant is newer by its sequence', () => {
    const [earlier, later] = [9, 10].map((sequence) => ofTransaction({ sequence }).profile[0]?.value.v ?? '')
    expect([later, earlier].sort()).toEqual([earlier, later])
    expect(later).not.toBe(earlier)
  })
})

it.each([
  'LowBalanceDetected',
  'LargeWithdrawalDetected',
  'LargeDepositDetected',
  'CardExpiryApproaching',
  'BirthdayReached',
])('a ready-made %s says nothing that is kept', (name) => {
  const example = bankEventContracts.find((contract) => contract.name === name)?.example
  const parsed = parseBankEvent(name, example)
  if (!parsed.ok || parsed.event.detailType === 'BankEventBatch') throw new Error(`no example of ${name}`)
  expect(factsOf(parsed.event)).toStrictEqual(nothing)
})

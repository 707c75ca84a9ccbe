import { describe, expect, it } from 'vitest'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { gateNames } from '#shared/domain/decision/gates.ts'
import {
  type CustomerProfile,
  parseProfile,
  unknownProfile,
} from '#shared/domain/profile/customer-profile.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import {
  aBirthday,
  aContact,
  anAccount,
  anOccurrence,
  anOffer,
  aProfile,
  aSignal,
  type Case,
  consents,
  fateOf,
  marked,
  without,
} from '#test/support/builders/subjects.ts'

type Row = [what: string, campaign: Campaign, refused: Case, passed: Case]

const of = (...profile: Parameters<typeof aProfile>): Case => ({ profile: aProfile(...profile) })

/** Each row is refused on one side of a bound, and passes just on the other. */
const bothWays = (code: string, rows: readonly Row[]): void => {
  describe(code, () => {
    it.each(rows)('%s', (_, campaign, refused, passed) => {
      expect(fateOf(campaign, refused)).toBe(code)
      expect(fateOf(campaign, passed)).toBe('won')
    })
  })
}

describe('stopped', () => {
  const switches = ['on', 'drain', 'stop'] as const
  it.each(switches.flatMap((service) => switches.map((marketing) => ({ service, marketing }))))(
    'service $service, marketing $marketing',
    (operations) => {
      const fateWith = (position: string) => (position === 'on' ? 'won' : 'stopped')
      expect(fateOf(aCampaign(), { settings: { operations } })).toBe(fateWith(operations.service))
      expect(fateOf(anOffer(), { settings: { operations } })).toBe(fateWith(operations.marketing))
    },
  )

  it('lifts no other gate when it is on, and is told before any', () => {
    const on = { service: 'on', marketing: 'on' } as const
    expect(fateOf(aCampaign({ status: 'paused' }), { settings: { operations: on } })).toBe('not-live')
    const operations = { ...on, service: 'stop' } as const
    expect(fateOf(aCampaign({ status: 'paused' }), { settings: { operations } })).toBe('stopped')
  })
})

describe('not-live', () => {
  it.each([
    ['live', 'won'],
    ['paused', 'not-live'],
    ['ended', 'not-live'],
  ] as const)('%s: %s', (status, fate) => {
    expect(fateOf(aCampaign({ status }))).toBe(fate)
    expect(fateOf(anOffer({ status }))).toBe(fate)
  })
})

bothWays('not-valid', [
  [
    'before it begins',
    aCampaign({ validFrom: '2026-06-01T12:00:00+02:00' }),
    { now: '2026-06-01T09:59:59.999Z' },
    { now: '2026-06-01T10:00:00Z' },
  ],
  [
    'from its end on',
    aCampaign({ validUntil: '2026-06-01T12:00:00+02:00' }),
    { now: '2026-06-01T10:00:00Z' },
    { now: '2026-06-01T09:59:59.999Z' },
  ],
])

bothWays('signal-expired', [
  [
    'later than the message is true',
    aCampaign({ expiresAfterHours: 24 }),
    { now: '2026-06-02T09:00:00.001Z' },
    { now: '2026-06-02T09:00:00Z' },
  ],
  [
    'a calendar moment counts from the customer’s morning on',
    aCampaign({ trigger: { signals: [{ type: 'Birthday' }] }, expiresAfterHours: 2 }),
    {
      signal: aBirthday({ at: '2026-06-01T00:00:00.000Z', dueAt: '2026-06-01T10:00:00.000Z' }),
      now: '2026-06-01T12:00:01Z',
    },
    {
      signal: aBirthday({ at: '2026-06-01T00:00:00.000Z', dueAt: '2026-06-01T10:00:00.000Z' }),
      now: '2026-06-01T12:00:00Z',
    },
  ],
])

bothWays('customer-unknown', [
  ['nobody has published the customer', aCampaign(), { profile: unknownProfile('C1') }, of()],
])

bothWays('account-closed', [
  [
    'the account of the signal, not another one',
    aCampaign(),
    of({}, { accounts: new Map([['A1', anAccount({ closedOn: '2026-05-01' })]]) }),
    of(
      {},
      {
        accounts: new Map([
          ['A1', anAccount()],
          ['A2', anAccount({ closedOn: '2026-05-01' })],
        ]),
      },
    ),
  ],
  [
    'a signal without an account asks about none',
    aCampaign({ trigger: { signals: [{ type: 'LowBalance' }, { type: 'Birthday' }] } }),
    of({}, { accounts: new Map([['A1', anAccount({ closedOn: '2026-05-01' })]]) }),
    {
      ...of({}, { accounts: new Map([['A1', anAccount({ closedOn: '2026-05-01' })]]) }),
      signal: aBirthday(),
    },
  ],
])

bothWays('no-consent', [
  [
    'marketing needs it',
    anOffer(),
    of({}, { consents: consents() }),
    of({}, { consents: consents('marketing:email') }),
  ],
  [
    'a refusal is none',
    anOffer(),
    of({}, { consents: consents('!marketing:email') }),
    of({}, { consents: consents('marketing:email') }),
  ],
  [
    'for that purpose',
    anOffer(),
    of({}, { consents: consents('service:email', 'service:sms', 'service:inapp') }),
    of({}, { consents: consents('marketing:email') }),
  ],
  [
    'and that channel',
    anOffer({ channels: ['email'] }),
    of({}, { consents: consents('marketing:sms', 'marketing:inapp', 'marketing:phone') }),
    of({}, { consents: consents('marketing:email') }),
  ],
  [
    'the inbox is a channel as others',
    anOffer({ channels: ['inapp'] }),
    of({}, { consents: consents('marketing:email') }),
    of({}, { consents: consents('marketing:inapp') }),
  ],
  [
    'service needs none, but obeys who opted the channel out',
    aCampaign({ channels: ['email'] }),
    of({}, { consents: consents('!service:email') }),
    of({}, { consents: consents() }),
  ],
  [
    'of service, not of marketing',
    aCampaign({ channels: ['email'] }),
    of({}, { consents: consents('!service:email') }),
    of({}, { consents: consents('!marketing:email') }),
  ],
  [
    'service goes another way where one is left',
    aCampaign(),
    of({}, { consents: consents('!service:email', '!service:sms', '!service:inapp') }),
    of({}, { consents: consents('!service:email', '!service:sms') }),
  ],
])

/** As the table has it: an email address that has bounced, and the contact as it was known since. */
const bounced = (reason: string, contactSince: string): CustomerProfile =>
  parseProfile({
    customerId: 'C1',
    reach: { v: contactSince, x: ['email'] },
    'consent:marketing:email': { v: '1', x: true },
    'suppressed:email': { v: '5', x: { reason, since: '2026-05-01T00:00:00.000Z' } },
  })

bothWays('suppressed', [
  [
    'a bounce closes service',
    aCampaign({ channels: ['email'] }),
    { profile: bounced('bounced', '5') },
    { profile: bounced('bounced', '6') },
  ],
  [
    'and marketing, until a newer address comes',
    anOffer({ channels: ['email'] }),
    { profile: bounced('bounced', '4') },
    { profile: bounced('bounced', '6') },
  ],
  [
    'an opt-out by reply closes SMS to service, until a consent to it comes',
    aCampaign({ channels: ['sms'] }),
    of({}, { suppressions: new Map([['sms', { reason: 'opted-out', since: '' }]]) }),
    of({}, { suppressions: new Map([['sms', { reason: 'opted-out', since: '', closedTo: ['marketing'] }]]) }),
  ],
  [
    'and to marketing, until a consent to that comes',
    anOffer({ channels: ['sms'] }),
    of(
      {},
      {
        consents: consents('marketing:sms'),
        suppressions: new Map([['sms', { reason: 'opted-out', since: '' }]]),
      },
    ),
    of(
      {},
      {
        consents: consents('marketing:sms'),
        suppressions: new Map([['sms', { reason: 'opted-out', since: '', closedTo: ['service'] }]]),
      },
    ),
  ],
  [
    'another channel is open',
    aCampaign({ channels: ['email', 'sms'] }),
    of(
      {},
      {
        suppressions: new Map([
          ['email', { reason: 'bounced', since: '' }],
          ['sms', { reason: 'bounced', since: '' }],
        ]),
      },
    ),
    of({}, { suppressions: new Map([['email', { reason: 'bounced', since: '' }]]) }),
  ],
])

describe('suppressed', () => {
  it.each(['complained', 'unsubscribed'] as const)(
    '%s closes marketing only, and no newer address opens it again',
    (reason) => {
      for (const since of ['4', '6']) {
        const profile = bounced(reason, since)
        expect(fateOf(anOffer({ channels: ['email'] }), { profile })).toBe('suppressed')
        expect(fateOf(aCampaign({ channels: ['email'] }), { profile })).toBe('won')
      }
    },
  )
})

const credit = { code: 'CR1', kind: 'credit' } as const
const approved = { approvedBy: 'compliance' }

bothWays('vulnerable', [
  [
    'marketing; an overdue review lifts nothing, a decision does',
    anOffer(),
    of({ vulnerability: marked }),
    of({ vulnerability: null }),
  ],
  [
    'before the review is due, too',
    anOffer(),
    of({ vulnerability: { ...marked, reviewOn: '2030-01-01' } }),
    of(),
  ],
  [
    'credit, even where somebody approved it',
    anOffer({ product: credit, flags: { vulnerable: approved, distressHelp: approved } }),
    of({ vulnerability: marked }),
    of(),
  ],
  [
    'credit that calls itself service',
    aCampaign({ product: credit, trigger: { signals: [{ type: 'Birthday' }] } }),
    { ...of({ vulnerability: marked }), signal: aBirthday() },
    { ...of(), signal: aBirthday() },
  ],
])

describe('vulnerable', () => {
  it('lets marketing through that is approved for it, and care', () => {
    const vulnerable = of({ vulnerability: marked })
    expect(fateOf(anOffer({ flags: { vulnerable: approved } }), vulnerable)).toBe('won')
    expect(fateOf(aCampaign(), vulnerable)).toBe('won')
  })
})

bothWays('open-complaint', [
  ['marketing', anOffer(), of({ openComplaint: true }), of({ openComplaint: false })],
])

const investment = (...risk: number[]) =>
  anOffer({ product: { code: 'FUND', kind: 'investment', ...(risk.length > 0 ? { risk } : {}) } })
const tolerance = (level: number, expiresOn = '2027-01-01') => of({ riskTolerance: { level, expiresOn } })

bothWays('unsuitable', [
  ...[2, 3, 4, 5].map(
    (risk): Row => [`R${risk} to C${risk - 1}`, investment(risk), tolerance(risk - 1), tolerance(risk)],
  ),
  ['of two ratings the higher counts', investment(2, 4), tolerance(3), tolerance(4)],
  ['whichever comes first', investment(4, 2), tolerance(3), tolerance(4)],
  ['without a rating it may be R5', investment(), tolerance(4), tolerance(5)],
])

describe('unsuitable', () => {
  it.each([1, 2, 3, 4, 5])('R%i goes to every tolerance from its own on, to none below', (risk) => {
    const sent = [1, 2, 3, 4, 5].filter((level) => fateOf(investment(risk), tolerance(level)) === 'won')
    expect(sent).toEqual([1, 2, 3, 4, 5].slice(risk - 1))
  })
})

bothWays('assessment-missing', [['nobody assessed the customer', investment(1), of(), tolerance(1)]])

bothWays('assessment-expired', [
  ['on the day after its last', investment(1), tolerance(1, '2026-05-31'), tolerance(1, '2026-06-01')],
  [
    'by the customer’s own calendar',
    investment(1),
    { ...tolerance(1, '2026-05-31'), now: '2026-06-01T10:00:00Z' },
    {
      profile: aProfile({
        timeZone: 'Pacific/Honolulu',
        riskTolerance: { level: 1, expiresOn: '2026-05-31' },
      }),
      // Still May 31, 20:30 there.
      signal: aSignal({ at: '2026-06-01T06:00:00.000Z' }),
      now: '2026-06-01T06:30:00Z',
    },
  ],
])

const owes = (
  kind: 'current' | 'savings' | 'credit' | 'loan' | undefined,
  minor: number,
  closedOn?: string,
) =>
  aProfile(
    {},
    {
      balances: new Map([['A9', { v: '', minor, currency: 'CZK' }]]),
      accounts:
        kind === undefined
          ? new Map()
          : new Map([['A9', anAccount({ kind, ...(closedOn ? { closedOn } : {}) })]]),
    },
  )
const loanOffer = anOffer({
  trigger: { signals: [{ type: 'Birthday' }, { type: 'LowBalance' }] },
  product: credit,
})
const onBirthday = (profile: CustomerProfile): Case => ({ profile, signal: aBirthday() })

bothWays('distress', [
  [
    'a current account in the red',
    loanOffer,
    onBirthday(owes('current', -1)),
    onBirthday(owes('current', 0)),
  ],
  [
    'a savings account in the red',
    loanOffer,
    onBirthday(owes('savings', -1)),
    onBirthday(owes('savings', 0)),
  ],
  [
    'not what is owed by contract: credit',
    loanOffer,
    onBirthday(owes('current', -1)),
    onBirthday(owes('credit', -1)),
  ],
  ['nor a loan', loanOffer, onBirthday(owes('current', -1)), onBirthday(owes('loan', -1))],
  [
    'nor an account that is closed',
    loanOffer,
    onBirthday(owes('current', -1)),
    onBirthday(owes('current', -1, '2026-01-01')),
  ],
  [
    'an account of which nothing is known but a balance',
    loanOffer,
    onBirthday(owes(undefined, -1)),
    onBirthday(owes(undefined, 0)),
  ],
  [
    'a low-balance signal, up to 30 days after',
    loanOffer,
    onBirthday(aProfile({ lowBalance: '2026-05-02' })),
    onBirthday(aProfile({ lowBalance: '2026-05-01' })),
  ],
  [
    'on the very day',
    loanOffer,
    onBirthday(aProfile({ lowBalance: '2026-06-01' })),
    onBirthday(without('lowBalance')),
  ],
  [
    'thirty whole days, also where the sun rises first: there the signal came on May 2',
    loanOffer,
    {
      // May 31, 18:00 in London, June 1, 05:00 in Auckland.
      profile: aProfile({ lowBalance: '2026-05-01', timeZone: 'Pacific/Auckland' }),
      signal: aBirthday({ at: '2026-05-31T16:00:00.000Z' }),
      now: '2026-05-31T17:00:00Z',
    },
    {
      profile: aProfile({ lowBalance: '2026-05-01', timeZone: 'Pacific/Auckland' }),
      signal: aBirthday({ at: '2026-05-31T23:00:00.000Z' }),
      now: '2026-06-01T00:00:00Z',
    },
  ],
  [
    'as many days as the bank says',
    loanOffer,
    { ...onBirthday(aProfile({ lowBalance: '2026-04-02' })), settings: { distressDays: 60 } },
    { ...onBirthday(aProfile({ lowBalance: '2026-04-01' })), settings: { distressDays: 60 } },
  ],
  ['the signal itself', loanOffer, { signal: aSignal() }, { signal: aBirthday() }],
])

describe('distress', () => {
  it('lets credit through whose approved purpose is to help, and what is no credit', () => {
    const poor = { profile: owes('current', -1) }
    expect(fateOf(anOffer({ product: credit, flags: { distressHelp: approved } }), poor)).toBe('won')
    expect(fateOf(anOffer({ product: { code: 'IN1', kind: 'insurance' } }), poor)).toBe('won')
  })
})

const young = { field: 'customer.age', op: 'lt', value: 100 } as const
const weekday = { field: 'now.weekday', op: 'lte', value: 5 } as const
const everybody = { schedule: { cron: '0 9 * * *', timeZone: 'Europe/Prague' } }
const newsletter = (changes: Partial<Campaign> = {}) =>
  anOffer({ id: 'newsletter', trigger: everybody, ...changes })
const occurrence = { signal: anOccurrence('newsletter') }
const wishing = (personalisation: boolean): Case => of({ personalisation })

bothWays('no-personalisation', [
  ['a moment of the customer’s own', anOffer(), wishing(false), wishing(true)],
  ['silence is no wish', anOffer(), wishing(false), of()],
  [
    'an audience by what is known of the customer',
    newsletter({ audience: { all: [weekday, { not: { any: [{ not: young }] } }] } }),
    { ...wishing(false), ...occurrence },
    { ...wishing(true), ...occurrence },
  ],
  [
    'a propensity by it',
    newsletter({ propensity: { base: 1, adjust: [{ when: young, times: 2 }] } }),
    { ...wishing(false), ...occurrence },
    { ...wishing(true), ...occurrence },
  ],
  [
    'a context by it',
    newsletter({ context: [{ when: young, times: 2 }] }),
    { ...wishing(false), ...occurrence },
    { ...wishing(true), ...occurrence },
  ],
])

describe('no-personalisation', () => {
  it.each([
    ['to everybody', newsletter()],
    ['by time of day and weekday', newsletter({ audience: weekday, context: [{ when: weekday, times: 2 }] })],
    ['by language', newsletter({ audience: { not: { field: 'customer.language', op: 'eq', value: 'cs' } } })],
  ])('lets marketing through that goes by nothing personal: %s', (_, campaign) => {
    const profile = aProfile({ personalisation: false, locale: 'en-GB' })
    expect(fateOf(campaign, { profile, ...occurrence })).toBe('won')
  })

  it('lets service through', () => {
    expect(fateOf(aCampaign({ audience: young }), wishing(false))).toBe('won')
  })
})

bothWays('audience', [
  [
    'a condition that does not hold',
    aCampaign({ audience: { field: 'customer.age', op: 'gte', value: 46 } }),
    of({ birthDate: '1980-06-02' }),
    of({ birthDate: '1980-06-01' }),
  ],
  [
    'nor one about what is unknown',
    anOffer({ audience: { field: 'customer.age', op: 'lt', value: 100 } }),
    { profile: without('birthDate') },
    of(),
  ],
])

bothWays('capped', [
  [
    'one of the day',
    anOffer(),
    of({}, { recentContacts: [aContact('2026-05-31T10:00:01Z')] }),
    of({}, { recentContacts: [aContact('2026-05-31T10:00:00Z')] }),
  ],
])

bothWays('unreachable', [
  [
    'email without an address',
    aCampaign({ channels: ['email'] }),
    of({ reach: ['phone'] }),
    of({ reach: ['email'] }),
  ],
  [
    'a text without a phone',
    aCampaign({ channels: ['sms'] }),
    of({ reach: ['email'] }),
    of({ reach: ['phone'] }),
  ],
  [
    'of whom no address is known; but everybody has the inbox',
    aCampaign({ channels: ['email', 'sms'] }),
    { profile: without('reach') },
    of(),
  ],
])

describe('unreachable', () => {
  it('nobody is, through the inbox', () => {
    expect(fateOf(aCampaign({ channels: ['inapp'] }), { profile: without('reach') })).toBe('won')
    expect(fateOf(aCampaign({ channels: ['email', 'inapp'] }), of({ reach: [] }))).toBe('won')
  })
})

bothWays('quiet-hours', [
  [
    'what will not be true any more in the morning',
    anOffer({ expiresAfterHours: 9 }),
    // 23:00 in Prague: the hours begin nine hours later.
    { signal: aSignal({ at: '2026-06-01T20:59:59.999Z' }), now: '2026-06-01T21:00:00Z' },
    { signal: aSignal({ at: '2026-06-01T21:00:00.001Z' }), now: '2026-06-01T21:00:00.001Z' },
  ],
  [
    'what will not be valid any more in the morning',
    anOffer({ validUntil: '2026-06-02T06:00:00Z' }),
    { now: '2026-06-01T21:00:00Z' },
    { now: '2026-06-01T18:59:00Z' },
  ],
])

it('the gates stand in the order of DESIGN.md', () => {
  expect(gateNames).toEqual([
    'operations',
    'live',
    'fresh',
    'holdout',
    'exclusions',
    'consent',
    'suppression',
    'vulnerability',
    'open-complaint',
    'care-first',
    'suitability',
    'distress',
    'personalisation',
    'audience',
    'frequency-cap',
    'reachable',
    'quiet-hours',
  ])
})

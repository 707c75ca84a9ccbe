import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { campaignRef } from '#shared/domain/campaign/campaign-ref.ts'
import { MOST_WINNERS } from '#shared/domain/decision/arbitrate.ts'
import type { Decision } from '#shared/domain/decision/decide.ts'
import { decisionRecord } from '#shared/domain/decision/decision-record.ts'
import { GATES_VERSION } from '#shared/domain/decision/gates.ts'
import { decisionEntrySchema } from '#shared/domain/message/journal-entry.ts'
import { decisionEntry } from '#shared/tables/journal.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import {
  aContact,
  anAccount,
  anOffer,
  aProfile,
  aSignal,
  type Case,
  consents,
  decideOn,
  marked,
  without,
} from '#test/support/builders/subjects.ts'
import { itemBytes } from '#test/support/item-bytes.ts'

const MOST = 4096
const COUNT = 200

/** As the journal keeps it. */
const entryOf = (decision: Decision) => {
  const { decision: record } = decisionRecord(decision, 'event-0123456789-0123456789-0123456789')
  const entry = decisionEntry(new Date(record.signal.at), record.signal.id)
  return z.parse(decisionEntrySchema, { ...record, entry, expiresAt: 1_900_000_000 })
}

/** 64 characters, as long as ids may be, and all different. */
const longId = (index: number) =>
  `c${String(index).padStart(3, '0')}-${'campaign-with-the-longest-name-'.repeat(2)}`
    .slice(0, 64)
    .replace(/-$/, 'x')
const many = (differs: (index: number) => Partial<Campaign>): Campaign[] =>
  Array.from({ length: COUNT }, (_, index) =>
    anOffer({ id: longId(index), version: 10 + (index % 90), ...differs(index) }),
  )

/** Asks about every field there is for the signal, so that as many values as possible are recorded. */
const asking: Partial<Campaign>[] = [
  'customer.age',
  'customer.tenureDays',
  'customer.monthsSinceCardPayment',
  'customer.riskLevel',
  'now.hour',
  'now.weekday',
].map((field) => ({ audience: { field: field as 'customer.age', op: 'gte', value: 200 } }))
const lists: Partial<Campaign>[] = [
  'customer.products',
  'customer.cardProducts',
  'customer.accountKinds',
].map((field) => ({ audience: { field: field as 'customer.products', op: 'contains', value: 'none' } }))
const texts: Partial<Campaign>[] = ['customer.language', 'customer.branch', 'segment.assetTier'].map(
  (field) => ({
    audience: { field: field as 'customer.branch', op: 'eq', value: 'none' },
  }),
)
const fields = [...asking, ...lists, ...texts]

const talkative: Case = {
  signal: aSignal({
    id: 'LowBalance:event-0123456789-0123456789-0123456789',
    customerId: 'customer-0123456789-0123456789',
    data: {
      accountId: 'account-0123456789-0123456789',
      balance: { minorUnits: 99_999_999, currency: 'CZK' },
      threshold: { minorUnits: 100_000_000, currency: 'CZK' },
    },
  }),
  profile: aProfile(
    {
      products: Array.from({ length: 40 }, (_, index) => `product-${index}`),
      customerSince: '1999-01-01',
      branchId: 'branch-0123456789',
      locale: 'zh-Hans-CN',
      financialAssets: { minorUnits: 10_000_000_000, currency: 'CZK' },
      riskTolerance: { level: 5, expiresOn: '2027-01-01' },
      lowBalance: '2026-05-30',
    },
    {
      customerId: 'customer-0123456789-0123456789',
      accounts: new Map([['A1', anAccount()]]),
      recentContacts: Array.from({ length: 10 }, (_, day) =>
        aContact(`2026-05-${10 + day}T10:00:00Z`, { own: { campaign: longId(day), days: 40 } }),
      ),
    },
  ),
}

const sizesOf = (decision: Decision) => {
  expect(decision.fates()).toHaveLength(COUNT)
  const entry = entryOf(decision)
  return { stored: itemBytes(entry), asJson: Buffer.byteLength(JSON.stringify(entry)) }
}

describe('with 200 candidates under 4 KB', () => {
  it('all refused, for mixed reasons', () => {
    const reasons: Partial<Campaign>[] = [
      { status: 'paused' },
      { validUntil: '2026-01-01T00:00:00Z' },
      { product: { code: 'CR1', kind: 'credit' } },
      { product: { code: 'F5', kind: 'investment', risk: [5] } },
      { channels: ['sms'] },
      ...fields,
    ]
    const decision = decideOn(
      many((index) => reasons[index % reasons.length] ?? {}),
      talkative,
    )
    expect(new Set(decision.fates().map(({ fate }) => fate)).size).toBeGreaterThanOrEqual(5)
    const { stored, asJson } = sizesOf(decision)
    expect(stored).toBeLessThan(MOST)
    expect(asJson).toBeLessThan(MOST)
  })

  it('all passing, one winning, with scores of many digits', () => {
    const decision = decideOn(
      many((index) => ({
        expectedValue: 123_456.789 + index * 1.37,
        propensity: { base: 0.012345, adjust: [] },
      })),
      talkative,
    )
    expect(decision.fates().filter(({ fate }) => fate === 'outranked')).toHaveLength(COUNT - 1)
    expect(sizesOf(decision).stored).toBeLessThan(MOST)
  })

  it('all passing, at the tiniest and the largest scores', () => {
    for (const expectedValue of [1.2345e-7, 987_654_321.9])
      expect(
        sizesOf(
          decideOn(
            many((index) => ({ expectedValue: expectedValue * (1 - index / 1e4) })),
            talkative,
          ),
        ).stored,
      ).toBeLessThan(MOST)
  })

  it('all service, as many winning as may', () => {
    const decision = decideOn(
      many((index) => ({ purpose: 'service', expectedValue: 1.2345 + index })),
      talkative,
    )
    expect(decision.winners).toHaveLength(MOST_WINNERS)
    expect(sizesOf(decision).stored).toBeLessThan(MOST)
  })

  it('half passing, half refused', () => {
    const decision = decideOn(
      many((index) =>
        index % 2 === 0 ? { expectedValue: 12.345 + index } : (fields[index % fields.length] ?? {}),
      ),
      talkative,
    )
    expect(sizesOf(decision).stored).toBeLessThan(MOST)
  })
})

describe('candidates are named', () => {
  const named = (count: number, idOf: (index: number) => string) =>
    entryOf(
      decideOn(
        Array.from({ length: count }, (_, index) =>
          aCampaign({ id: idOf(index), status: 'paused', version: 3 }),
        ),
      ),
    ).refused['not-live']?.split(' ') ?? []

  it('in full, as long as that fits', () => {
    // Eleven characters and a blank each: 1,200 characters hold a hundred of them.
    const idOf = (index: number) => `aaaaaa-${String(index).padStart(2, '0')}`
    expect(named(100, idOf)).toHaveLength(100)
    expect(named(100, idOf)[7]).toBe('aaaaaa-07@3')
    expect(named(101, idOf)[7]).toMatch(/^#/)
  })

  it('else by the first characters of a hash of the id, all different', () => {
    const names = named(COUNT, longId)
    expect(names).toHaveLength(COUNT)
    expect(new Set(names).size).toBe(COUNT)
    expect(names[5]).toBe(`#${campaignRef(longId(5))}@3`)
  })
})

describe('the values that gates and conditions looked at', () => {
  const seen = (campaigns: readonly Campaign[], of: Case = {}) => entryOf(decideOn(campaigns, of)).seen

  it('stand once for all candidates', () => {
    expect(seen([aCampaign()])).toEqual({
      'signal.ageHours': 1,
      'customer.known': true,
      'consent.service': 'email,sms,inapp',
      'consent.marketing': 'email',
      suppressed: 'none',
      'customer.vulnerable': false,
      'customer.openComplaint': false,
      'customer.age': 46,
      'riskTolerance.level': 'unknown',
      distress: 'low-balance-signal',
      'customer.personalisation': true,
      recentContacts: 'none',
      reach: 'email,sms,inapp',
      'local.hour': 12,
      zone: 'Europe/Prague',
    })
  })

  it('say what is not known', () => {
    const profile = without('birthDate', without('timeZone'))
    expect(seen([aCampaign()], { profile })).toMatchObject({
      'customer.age': 'unknown',
      'riskTolerance.level': 'unknown',
      zoneKnown: false,
    })
  })

  it('say what stood against the customer', () => {
    const beset = aProfile(
      {
        vulnerability: marked,
        openComplaint: true,
        personalisation: false,
        riskTolerance: { level: 2, expiresOn: '2027-01-01' },
        reach: [],
      },
      {
        accounts: new Map([['A1', anAccount({ closedOn: '2026-05-01' })]]),
        balances: new Map([['A2', { v: '', minor: -5, currency: 'CZK' }]]),
        consents: consents('!service:email'),
        suppressions: new Map([
          ['sms', { reason: 'complained', since: '' }],
          ['email', { reason: 'bounced', since: '' }],
        ]),
        recentContacts: [aContact('2026-06-01T09:00:00Z')],
      },
    )
    expect(seen([aCampaign()], { profile: beset, now: '2026-06-01T10:59:59Z' })).toMatchObject({
      'signal.ageHours': 1,
      'account.closedOn': '2026-05-01',
      'consent.service': 'sms,inapp',
      'consent.marketing': 'none',
      suppressed: 'email:bounced,sms:complained',
      'customer.vulnerable': true,
      'vulnerability.reviewOn': '2020-01-01',
      'customer.openComplaint': true,
      'riskTolerance.level': 2,
      'riskTolerance.expiresOn': '2027-01-01',
      distress: 'negative-balance',
      'customer.personalisation': false,
      recentContacts: 'marketing email 06-01T09',
      reach: 'inapp',
    })
  })

  it('are those of every condition, the unknown ones too', () => {
    const campaign = aCampaign({
      audience: {
        any: [
          { field: 'customer.branch', op: 'eq', value: 'B1' },
          { field: 'customer.products', op: 'contains', value: 'x' },
          { field: 'customer.cardProducts', op: 'contains', value: 'x' },
          { field: 'signal.balance', op: 'lt', value: { CZK: 100 } },
        ],
      },
      context: [{ when: { field: 'now.weekday', op: 'eq', value: 1 }, times: 2 }],
    })
    const profile = aProfile({ products: Array.from({ length: 60 }, (_, index) => `p${index}`) })
    const all = seen([campaign], { profile })
    expect(all).toMatchObject({
      'customer.branch': 'unknown',
      'customer.cardProducts': 'none',
      'signal.balance': { minorUnits: 5, currency: 'CZK' },
      'now.weekday': 1,
    })
    expect(all['customer.products']).toMatch(/^p0,p1,p2,/)
    expect(String(all['customer.products'])).toHaveLength(120)
  })

  it('are never the reason of a vulnerability, nor anything else that is told in confidence', () => {
    const profile = aProfile({ vulnerability: { reason: 'secret-illness', reviewOn: '2020-01-01' } })
    expect(JSON.stringify(entryOf(decideOn([anOffer()], { profile })))).not.toContain('secret')
  })
})

describe('what is recorded', () => {
  it('of a message is all that delivery needs', () => {
    const { decision, messages } = decisionRecord(decideOn([aCampaign({ version: 4 })]), 'E1')
    expect(messages).toEqual([
      {
        kind: 'message',
        customerId: 'C1',
        campaignId: 'low-balance',
        campaignVersion: 4,
        signal: aSignal(),
        purpose: 'service',
        channel: 'email',
        fallbacks: ['sms', 'inapp'],
        decidedAt: '2026-06-01T10:00:00.000Z',
        validUntil: '2026-06-02T09:00:00.000Z',
        state: 'queued',
        attempts: 0,
        history: [{ state: 'queued', at: '2026-06-01T10:00:00.000Z' }],
      },
    ])
    expect(decision).toMatchObject({
      kind: 'decision',
      customerId: 'C1',
      eventId: 'E1',
      signal: aSignal(),
      decidedAt: '2026-06-01T10:00:00.000Z',
      gates: GATES_VERSION,
      messages: [{ campaignId: 'low-balance', channel: 'email' }],
    })
  })

  it('of a message that waits for nothing has no time to wait for', () => {
    const { decision } = decisionRecord(decideOn([aCampaign()]), undefined)
    expect(decision.messages[0]).not.toHaveProperty('heldUntil')
  })

  it('of a task is all that a manager needs', () => {
    const task = { mode: 'instead' as const, dueWithinHours: 4, title: { en: 'Call' } }
    const campaign = aCampaign({ channels: [], task })
    const { tasks, decision } = decisionRecord(decideOn([campaign]), undefined)
    expect(tasks.map((each) => each.task)).toEqual([
      {
        kind: 'task',
        customerId: 'C1',
        campaignId: 'low-balance',
        campaignVersion: 1,
        signal: aSignal(),
        decidedAt: '2026-06-01T10:00:00.000Z',
        title: { en: 'Call' },
        dueAt: '2026-06-01T14:00:00.000Z',
        state: 'open',
        history: [{ state: 'open', at: '2026-06-01T10:00:00.000Z' }],
      },
    ])
    expect(decision).toMatchObject({ result: 'won', won: ['low-balance@1'], messages: [] })
  })

  it('of a calendar moment has no event', () => {
    expect(decisionRecord(decideOn([aCampaign()]), undefined).decision).not.toHaveProperty('eventId')
  })
})

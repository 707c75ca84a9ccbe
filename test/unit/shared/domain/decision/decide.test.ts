import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { indexCampaigns } from '#shared/domain/campaign/compile.ts'
import { decide } from '#shared/domain/decision/decide.ts'
import type { DecisionSubject } from '#shared/domain/decision/decision-facts.ts'
import { contactsAfter, decisionRecord } from '#shared/domain/decision/decision-record.ts'
import { gates } from '#shared/domain/decision/gates.ts'
import { type CustomerProfile, unknownProfile } from '#shared/domain/profile/customer-profile.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import type { Signal } from '#shared/domain/signals/signal.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'

const now = new Date('2026-06-01T10:00:00Z')
const signal: Signal = {
  type: 'LowBalance',
  id: 'LowBalance:E1',
  customerId: 'C1',
  at: '2026-06-01T09:00:00.000Z',
  data: { accountId: 'A1', balance: { minorUnits: 5, currency: 'CZK' } },
}
const profile = (differs: Partial<CustomerProfile> = {}): CustomerProfile => ({
  ...unknownProfile('C1'),
  known: true,
  single: { timeZone: 'Europe/Prague', birthDate: '1980-01-01', reach: ['email', 'phone'] },
  consents: new Map([['marketing:email', true]]),
  ...differs,
})
const single = (differs: CustomerProfile['single']): CustomerProfile =>
  profile({ single: { ...profile().single, ...differs } })
const subject = (differs: Partial<DecisionSubject> = {}): DecisionSubject => ({
  signal,
  profile: profile(),
  settings: defaultSettings,
  now,
  ...differs,
})
const decideOn = (campaigns: readonly Campaign[], differs: Partial<DecisionSubject> = {}) =>
  decide(subject(differs), indexCampaigns(campaigns))

const offer = (differs: Partial<Campaign> = {}) =>
  aCampaign({ id: 'offer', purpose: 'marketing', ...differs })
const seconds = (instant: string) => Date.parse(instant) / 1000
const contact = (at: string) => ({
  purpose: 'marketing' as const,
  channel: 'email' as const,
  at: seconds(at),
})

describe('each gate refuses with its code, and lets through what it should', () => {
  const cases: [
    code: string,
    campaign: Campaign,
    refused: Partial<DecisionSubject>,
    passed: Partial<DecisionSubject>,
  ][] = [
    [
      'signal-expired',
      aCampaign(),
      { now: new Date('2026-06-02T09:00:01Z') },
      { now: new Date('2026-06-02T09:00:00Z') },
    ],
    ['customer-unknown', aCampaign(), { profile: unknownProfile('C1') }, {}],
    [
      'account-closed',
      aCampaign(),
      {
        profile: profile({
          accounts: new Map([['A1', { v: '', kind: 'current', currency: 'CZK', closedOn: '2026-05-01' }]]),
        }),
      },
      {
        profile: profile({
          accounts: new Map([['A2', { v: '', kind: 'current', currency: 'CZK', closedOn: '2026-05-01' }]]),
        }),
      },
    ],
    ['no-consent', offer(), { profile: profile({ consents: new Map() }) }, {}],
    [
      'no-consent',
      aCampaign({ channels: ['email'] }),
      { profile: profile({ consents: new Map([['service:email', false]]) }) },
      { profile: profile({ consents: new Map() }) },
    ],
    [
      'vulnerable',
      offer(),
      { profile: single({ vulnerability: { reason: 'illness', reviewOn: '2020-01-01' } }) },
      { profile: single({ vulnerability: null }) },
    ],
    [
      'open-complaint',
      offer(),
      { profile: single({ openComplaint: true }) },
      { profile: single({ openComplaint: false }) },
    ],
    [
      'audience',
      aCampaign({ audience: { field: 'customer.age', op: 'gte', value: 46 } }),
      { profile: single({ birthDate: '1980-06-02' }) },
      { profile: single({ birthDate: '1980-06-01' }) },
    ],
    [
      'capped',
      offer(),
      { profile: profile({ recentContacts: [contact('2026-05-31T10:00:01Z')] }) },
      { profile: profile({ recentContacts: [contact('2026-05-31T10:00:00Z')] }) },
    ],
    [
      'capped',
      offer(),
      {
        profile: profile({
          recentContacts: ['2026-05-26', '2026-05-28', '2026-05-30'].map((day) =>
            contact(`${day}T10:00:00Z`),
          ),
        }),
      },
      {
        profile: profile({
          recentContacts: ['2026-05-24', '2026-05-28', '2026-05-30'].map((day) =>
            contact(`${day}T10:00:00Z`),
          ),
        }),
      },
    ],
    [
      'unreachable',
      aCampaign({ channels: ['email'] }),
      { profile: single({ reach: ['phone'] }) },
      { profile: single({ reach: ['email'] }) },
    ],
    [
      'quiet-hours',
      offer(),
      { now: new Date('2026-06-01T19:00:00Z') },
      { now: new Date('2026-06-01T18:59:59Z') },
    ],
    [
      'quiet-hours',
      offer(),
      { now: new Date('2026-06-02T05:59:59Z') },
      { now: new Date('2026-06-02T06:00:00Z') },
    ],
  ]
  it.each(cases)('%s', (code, refusing, refused, passed) => {
    expect(decideOn([refusing], refused)).toMatchObject({
      result: code,
      actions: [],
      candidates: [{ result: code }],
    })
    expect(decideOn([refusing], passed)).toMatchObject({ result: 'won', candidates: [{ result: 'won' }] })
  })

  it('not-live and not-valid', () => {
    expect(decideOn([aCampaign({ status: 'paused' })]).result).toBe('not-live')
    expect(decideOn([aCampaign({ validFrom: '2026-06-01T10:00:01Z' })]).result).toBe('not-valid')
    expect(decideOn([aCampaign({ validUntil: '2026-06-01T10:00:00Z' })]).result).toBe('not-valid')
    expect(
      decideOn([aCampaign({ validFrom: '2026-06-01T10:00:00Z', validUntil: '2026-06-01T10:00:01Z' })]).result,
    ).toBe('won')
  })

  it('service messages obey no marketing rule', () => {
    const kept = profile({
      single: {
        ...profile().single,
        openComplaint: true,
        vulnerability: { reason: 'x', reviewOn: '2030-01-01' },
      },
      recentContacts: [contact('2026-06-01T09:59:00Z')],
      consents: new Map(),
    })
    const night = { ...signal, at: '2026-06-01T22:00:00.000Z' }
    expect(
      decideOn([aCampaign()], { profile: kept, signal: night, now: new Date('2026-06-01T23:00:00Z') }).result,
    ).toBe('won')
  })

  it('the gates stand in the order of DESIGN.md', () => {
    expect(gates.map(({ name }) => name)).toEqual([
      'live',
      'fresh',
      'holdout',
      'exclusions',
      'consent',
      'vulnerability',
      'open-complaint',
      'audience',
      'frequency-cap',
      'reachable',
      'quiet-hours',
    ])
  })
})

describe('a calendar signal', () => {
  const birthday: Signal = {
    ...signal,
    type: 'Birthday',
    at: '2026-06-01T00:00:00.000Z',
    dueAt: '2026-06-01T16:00:00.000Z',
  }
  const greeting = aCampaign({ signals: ['Birthday'], expiresAfterHours: 2 })

  it('counts its age, and its message expires, from the customer’s morning on', () => {
    const of = subject({ signal: birthday, now: new Date('2026-06-01T18:00:00Z') })
    const decision = decide(of, indexCampaigns([greeting]))
    expect(decisionRecord(of, decision, undefined).messages).toMatchObject([
      { validUntil: '2026-06-01T18:00:00.000Z' },
    ])
    expect(decideOn([greeting], { signal: birthday, now: new Date('2026-06-01T18:00:01Z') }).result).toBe(
      'signal-expired',
    )
  })
})

describe('channel', () => {
  it('is the first preferred one that consent, cap and address leave', () => {
    const choose = (profileOf: CustomerProfile, of = aCampaign()) =>
      decideOn([of], { profile: profileOf }).actions.map(
        (action) => action.kind === 'message' && action.channel,
      )
    expect(choose(profile())).toEqual(['email'])
    expect(choose(profile({ consents: new Map([['service:email', false]]) }))).toEqual(['sms'])
    expect(choose(single({ reach: [] }))).toEqual(['inapp'])
  })
})

describe('instead of a message a task', () => {
  const care = aCampaign({
    handOver: {
      when: {
        any: [
          { field: 'customer.age', op: 'gte', value: 65 },
          { field: 'customer.vulnerable', op: 'eq', value: true },
        ],
      },
      dueWithinHours: 4,
      title: { en: 'Call' },
    },
  })
  it.each([
    ['from 65 on', single({ birthDate: '1961-06-01' }), 'task'],
    ['up to 64', single({ birthDate: '1961-06-02' }), 'message'],
    ['for a vulnerable customer', single({ vulnerability: { reason: 'x', reviewOn: '2030-01-01' } }), 'task'],
    [
      'even where nothing may be sent',
      profile({
        single: { birthDate: '1940-01-01' },
        consents: new Map([
          ['service:email', false],
          ['service:sms', false],
          ['service:inapp', false],
        ]),
      }),
      'task',
    ],
  ])('%s', (_, of, kind) => {
    expect(decideOn([care], { profile: of }).actions).toMatchObject([{ kind }])
  })

  it('is due from the decision on, with the manager or else the branch', () => {
    const of = subject({
      profile: single({ birthDate: '1940-01-01', relationshipManagerId: 'RM1', branchId: 'B1' }),
    })
    const { tasks, messages } = decisionRecord(of, decide(of, indexCampaigns([care])), 'E1')
    expect(messages).toEqual([])
    expect(tasks).toMatchObject([
      { assignee: 'RM1', branchId: 'B1', dueAt: '2026-06-01T14:00:00.000Z', state: 'open' },
    ])
  })
})

describe('several campaigns', () => {
  it('at most one marketing message wins, and no service message is crowded out', () => {
    const decision = decideOn([
      offer({ id: 'offer-a', priority: 5 }),
      offer({ id: 'offer-b', priority: 9 }),
      aCampaign({ id: 'service-a' }),
      aCampaign({ id: 'service-b' }),
    ])
    expect(
      Object.fromEntries(decision.candidates.map(({ campaignId, result }) => [campaignId, result])),
    ).toEqual({
      'offer-a': 'outranked',
      'offer-b': 'won',
      'service-a': 'won',
      'service-b': 'won',
    })
  })

  it('are decided alike, whatever their order in the table', () => {
    const all = [
      offer({ id: 'offer-a' }),
      offer({ id: 'offer-b' }),
      aCampaign(),
      aCampaign({ id: 'paused', status: 'paused' }),
    ]
    const expected = decideOn(all)
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (order) => {
        expect(decideOn(order).candidates).toEqual(expected.candidates)
      }),
    )
  })

  it('without any the decision says so', () => {
    expect(decideOn([aCampaign({ signals: ['Birthday'] })])).toEqual({
      result: 'no-campaign',
      actions: [],
      candidates: [],
    })
  })
})

describe('holdout', () => {
  const held = (customerId: string) =>
    decideOn([aCampaign({ holdout: 0.2 })], { profile: { ...profile(), customerId } }).result === 'holdout'

  it('takes its share of customers, the same ones every time', () => {
    const customers = Array.from({ length: 20_000 }, (_, index) => `C${index}`)
    const share = customers.filter(held).length / customers.length
    // Five standard deviations of a binomial with p = 0.2 and n = 20,000.
    expect(Math.abs(share - 0.2)).toBeLessThan(5 * Math.sqrt((0.2 * 0.8) / customers.length))
    expect(held('C7')).toBe(held('C7'))
  })
})

describe('caps', () => {
  const recent = (differs: object) =>
    profile({ recentContacts: [{ ...contact('2026-06-01T09:59:00Z'), ...differs }] })

  it('count by channel: another one that is open may take its place', () => {
    const consents = new Map([
      ['marketing:email', true],
      ['marketing:sms', true],
    ])
    expect(decideOn([offer()], { profile: { ...recent({}), consents } }).actions).toMatchObject([
      { channel: 'sms' },
    ])
    expect(decideOn([offer()], { profile: recent({ channel: 'sms' }) }).result).toBe('won')
  })

  it('count by purpose', () => {
    expect(decideOn([offer()], { profile: recent({ purpose: 'service' }) }).result).toBe('won')
  })
})

describe('recent contacts', () => {
  it('end the same in whatever order they were added', () => {
    const times = fc.array(fc.integer({ min: 0, max: 30 * 86_400 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(times, (offsets) => {
        const add = (order: readonly number[]): CustomerProfile => {
          let current = profile()
          for (const offset of order) {
            const of = subject({ profile: current, now: new Date(now.getTime() + offset * 1000) })
            const action = { kind: 'message' as const, channel: 'email' as const, compiled: compiledOffer }
            const next = contactsAfter(of, { result: 'won', actions: [action], candidates: [] })
            current = { ...current, recentContacts: next ?? [] }
          }
          return current
        }
        expect(add(offsets).recentContacts).toEqual(add([...offsets].reverse()).recentContacts)
      }),
    )
  })

  it('are forgotten when no window reaches them any more', () => {
    const of = subject({
      profile: profile({
        recentContacts: [contact('2026-05-25T10:00:00Z'), contact('2026-05-25T10:00:01Z')],
      }),
    })
    expect(contactsAfter(of, decide(of, indexCampaigns([offer()])))).toEqual([
      contact('2026-05-25T10:00:01Z'),
      contact('2026-06-01T10:00:00Z'),
    ])
  })

  it('are none of a message that no cap counts', () => {
    const of = subject()
    expect(contactsAfter(of, decide(of, indexCampaigns([aCampaign()])))).toBeUndefined()
    expect(contactsAfter(of, decide(of, indexCampaigns([offer()])))).toHaveLength(1)
  })
})

const compiledOffer = (() => {
  const [compiled] = indexCampaigns([offer()]).get('LowBalance') ?? []
  if (!compiled) throw new Error('the offer is not in the index')
  return compiled
})()

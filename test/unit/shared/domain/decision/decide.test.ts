import { describe, expect, it } from 'vitest'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { decisionRecord } from '#shared/domain/decision/decision-record.ts'
import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import {
  aBirthday,
  anOccurrence,
  anOffer,
  aProfile,
  aSignal,
  type Case,
  consents,
  decideOn,
  effectsOf,
  fateOf,
  fatesOf,
} from '#test/support/builders/subjects.ts'

describe('the channel', () => {
  it.each<[string, CustomerProfile, Partial<Campaign>, string[]]>([
    ['is the first preferred one', aProfile(), {}, ['email']],
    ['as the campaign prefers', aProfile(), { channels: ['inapp', 'email'] }, ['inapp']],
    ['that nobody opted out', aProfile({}, { consents: consents('!service:email') }), {}, ['sms']],
    [
      'nor is closed',
      aProfile({}, { suppressions: new Map([['email', { reason: 'bounced', since: '' }]]) }),
      {},
      ['sms'],
    ],
    ['that has an address', aProfile({ reach: ['phone'] }), {}, ['sms']],
    ['or needs none', aProfile({ reach: [] }), {}, ['inapp']],
  ])('%s', (_, profile, differs, channels) => {
    const { messages } = effectsOf([aCampaign(differs)], { profile })
    expect(messages.map(({ channel }) => channel)).toEqual(channels)
  })
})

describe('service messages', () => {
  it('obey no rule that is about marketing', () => {
    const beset: Case = {
      profile: aProfile(
        {
          openComplaint: true,
          vulnerability: { reason: 'x', reviewOn: '2030-01-01' },
          personalisation: false,
        },
        {
          consents: consents('!marketing:email'),
          suppressions: new Map([['email', { reason: 'unsubscribed', since: '' }]]),
        },
      ),
      signal: aSignal({ at: '2026-06-01T22:00:00.000Z' }),
      now: '2026-06-01T23:00:00Z',
    }
    expect(effectsOf([aCampaign()], beset).messages).toMatchObject([{ channel: 'email', state: 'queued' }])
    expect(fateOf(anOffer(), beset)).toBe('no-consent')
  })
})

describe('candidates', () => {
  it('are none where no campaign listens', () => {
    const decision = decideOn([aCampaign({ trigger: { signals: [{ type: 'Birthday' }] } })])
    expect(decision.fates()).toEqual([])
    expect(decision.winners).toEqual([])
    const { decision: record } = decisionRecord(decision, 'E1')
    expect([record.seen, record.refused, record.scores]).toEqual([{}, {}, {}])
    expect(record).toMatchObject({
      eventId: 'E1',
      result: 'no-campaign',
      won: [],
      messages: [],
    })
  })

  const expiring = (daysLeft: number, data = {}) =>
    aSignal({ type: 'CardExpiring', id: 'X', data: { cardId: 'K1', daysLeft, ...data } })
  const soon = { field: 'signal.daysLeft' as const, op: 'lte' as const, value: 7 }
  const gold = { field: 'card.product' as const, op: 'eq' as const, value: 'gold' }
  const listening = (...wheres: ({ where?: Campaign['audience'] } | undefined)[]) =>
    aCampaign({
      trigger: {
        signals: wheres.map((where) => ({
          type: 'CardExpiring' as const,
          ...(where?.where ? { where: where.where } : {}),
        })),
      },
    })

  it.each<[string, Campaign, ReturnType<typeof aSignal>, string | undefined]>([
    ['those whose parameters hold', listening({ where: soon }), expiring(7), 'won'],
    ['not those that want another signal', listening({ where: soon }), expiring(8), undefined],
    [
      'by any of several',
      listening({ where: soon }, { where: gold }),
      expiring(30, { product: 'gold' }),
      'won',
    ],
    ['but one', listening({ where: soon }, { where: gold }), expiring(30, { product: 'blue' }), undefined],
    ['all, where one has no parameters', listening({ where: soon }, {}), expiring(30), 'won'],
    [
      'with audience and parameters both',
      { ...listening({ where: soon }), audience: { field: 'customer.age', op: 'lt', value: 18 } },
      expiring(7),
      'audience',
    ],
    [
      'and nobody’s audience is asked whose parameters do not hold',
      { ...listening({ where: soon }), audience: { field: 'customer.age', op: 'lt', value: 18 } },
      expiring(8),
      undefined,
    ],
    ['nor another gate', { ...listening({ where: soon }), status: 'paused' }, expiring(8), undefined],
  ])('are %s', (_, campaign, signal, fate) => {
    expect(fatesOf(decideOn([campaign], { signal }))[campaign.id]).toBe(fate)
  })

  it('by the parameters of its own signal, whatever another one asks', () => {
    const trigger = {
      signals: [{ type: 'CardExpiring' as const, where: soon }, { type: 'Birthday' as const }],
    }
    const decision = decideOn([aCampaign({ trigger })], { signal: expiring(8) })
    expect(fatesOf(decision)).toEqual({})
    const { decision: record } = decisionRecord(decision, undefined)
    expect([record.result, record.seen]).toEqual(['no-campaign', {}])
  })

  it('of an occurrence are only the campaign whose it is', () => {
    const schedule = { cron: '0 9 * * *', timeZone: 'Europe/Prague' }
    const campaigns = ['one', 'two'].map((id) => aCampaign({ id, trigger: { schedule } }))
    expect(fatesOf(decideOn(campaigns, { signal: anOccurrence('two') }))).toEqual({ two: 'won' })
  })

  it('fall at the first gate that refuses them, the audience among them', () => {
    const child = { field: 'customer.age', op: 'lt', value: 18 } as const
    const nobody = aProfile({}, { consents: consents() })
    expect(fateOf(anOffer({ audience: child }), { profile: nobody })).toBe('no-consent')
    const nowhere = aProfile({ reach: [] })
    expect(fateOf(anOffer({ audience: child }), { profile: nowhere })).toBe('audience')
    expect(fateOf(anOffer({ audience: child, status: 'ended', validUntil: '2020-01-01T00:00:00Z' }))).toBe(
      'not-live',
    )
  })
})

describe('what a decision came to', () => {
  const child = { field: 'customer.age', op: 'lt', value: 18 } as const
  const paused = aCampaign({ id: 'aa-paused', status: 'paused' })
  const fallen = aCampaign({ id: 'bb-fallen', audience: child })
  const late = aCampaign({
    id: 'cc-late',
    expiresAfterHours: 1,
    trigger: { signals: [{ type: 'Birthday' }] },
  })
  const result = (...campaigns: Campaign[]) => decisionRecord(decideOn(campaigns), undefined).decision.result

  it('is a winner, else the fall of the one that came furthest', () => {
    expect(result(paused)).toBe('not-live')
    expect(result(paused, fallen)).toBe('audience')
    expect(result({ ...fallen, id: 'aa' }, { ...paused, id: 'bb' })).toBe('audience')
    expect(result(paused, fallen, aCampaign())).toBe('won')
    expect(result(late)).toBe('no-campaign')
    expect(fateOf(late, { signal: aBirthday(), now: '2026-06-01T10:00:00.001Z' })).toBe('signal-expired')
  })
})

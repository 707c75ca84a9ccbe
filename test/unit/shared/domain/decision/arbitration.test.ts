import { describe, expect, it } from 'vitest'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { MOST_WINNERS } from '#shared/domain/decision/arbitrate.ts'
import { decisionRecord } from '#shared/domain/decision/decision-record.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import {
  aContact,
  anOffer,
  aProfile,
  type Case,
  decideOn,
  effectsOf,
  fatesOf,
} from '#test/support/builders/subjects.ts'

const winners = (campaigns: readonly Campaign[], of?: Case) =>
  decideOn(campaigns, of).winners.map(({ compiled }) => compiled.campaign.id)

const worth = (id: string, changes: Partial<Campaign> = {}) => anOffer({ id, ...changes })
const adult = { field: 'customer.age', op: 'gte', value: 18 } as const
const child = { field: 'customer.age', op: 'lt', value: 18 } as const

describe('of marketing the best one speaks', () => {
  it.each<[string, Campaign, Campaign]>([
    [
      'the higher priority class, whatever the score',
      worth('zz-urgent', { priority: 1, expectedValue: 1 }),
      worth('aa-worth', { priority: 0, expectedValue: 1000 }),
    ],
    ['the higher value', worth('zz-more', { expectedValue: 3 }), worth('aa-less', { expectedValue: 2 })],
    [
      'the likelier one',
      worth('zz-likely', { propensity: { base: 0.3, adjust: [] } }),
      worth('aa-unlikely', { propensity: { base: 0.2, adjust: [] } }),
    ],
    [
      'the likelier one for this customer',
      worth('zz-likely', { propensity: { base: 0.2, adjust: [{ when: adult, times: 2 }] } }),
      worth('aa-unlikely', { propensity: { base: 0.2, adjust: [{ when: child, times: 9 }] } }),
    ],
    [
      'at this moment',
      worth('zz-now', { context: [{ when: adult, times: 1.5 }] }),
      worth('aa-later', { context: [{ when: adult, times: 0.5 }] }),
    ],
    [
      'by the product of all three',
      worth('zz-all', {
        expectedValue: 3,
        propensity: { base: 0.5, adjust: [] },
        context: [{ when: adult, times: 2 }],
      }),
      worth('aa-two', { expectedValue: 2.9 }),
    ],
    ['of equals the first by id', worth('aa-first'), worth('zz-second')],
  ])('%s', (_, better, other) => {
    for (const order of [
      [better, other],
      [other, better],
    ]) {
      expect(winners(order)).toEqual([better.id])
      expect(fatesOf(decideOn(order))[other.id]).toBe('outranked')
    }
  })

  it('nobody is surer than certain', () => {
    const sure = worth('zz-sure', { propensity: { base: 0.9, adjust: [{ when: adult, times: 5 }] } })
    const certain = worth('aa-certain', { propensity: { base: 1, adjust: [] } })
    expect(decideOn([sure]).winners[0]?.score).toEqual({
      priority: 0,
      score: 1,
      propensity: 1,
      value: 1,
      context: 1,
    })
    expect(winners([sure, certain])).toEqual(['aa-certain'])
  })

  it('one message or task, not one of each', () => {
    const task = { mode: 'instead' as const, dueWithinHours: 4, title: { en: 'Call' } }
    const call = worth('call', { channels: [], task, priority: 1 })
    expect(fatesOf(decideOn([call, worth('write')]))).toEqual({ call: 'won', write: 'outranked' })
    expect(fatesOf(decideOn([{ ...call, priority: -1 }, worth('write')]))).toEqual({
      call: 'outranked',
      write: 'won',
    })
  })

  it('the next best where the best is refused', () => {
    const best = worth('best', { priority: 9, status: 'paused' })
    expect(fatesOf(decideOn([best, worth('next'), worth('other')]))).toEqual({
      best: 'not-live',
      next: 'won',
      other: 'outranked',
    })
  })
})

describe('service', () => {
  it('is not crowded out by marketing, and marketing not by it', () => {
    expect(
      winners([
        worth('offer-a', { priority: 1000 }),
        worth('offer-b', { priority: 999 }),
        aCampaign({ id: 'service-a', priority: -1000 }),
        aCampaign({ id: 'service-b' }),
      ]),
    ).toEqual(['service-b', 'service-a', 'offer-a'])
  })

  it('speaks once on a topic, the best one', () => {
    expect(
      winners([
        aCampaign({ id: 'aa-plain', topic: 'money' }),
        aCampaign({ id: 'bb-urgent', topic: 'money', priority: 1 }),
        aCampaign({ id: 'cc-other', topic: 'card' }),
        aCampaign({ id: 'dd-none' }),
      ]),
    ).toEqual(['bb-urgent', 'cc-other', 'dd-none'])
  })

  it('takes a topic from marketing, never the other way round', () => {
    const offer = worth('aa-offer', { topic: 'money', priority: 9 })
    const service = aCampaign({ id: 'bb-service', topic: 'money' })
    expect(fatesOf(decideOn([offer, service, worth('zz-offer')]))).toEqual({
      'aa-offer': 'outranked',
      'bb-service': 'won',
      'zz-offer': 'won',
    })
  })

  it('takes also the topic that is called as a campaign', () => {
    expect(winners([worth('aa-offer', { topic: 'bb-service' }), aCampaign({ id: 'bb-service' })])).toEqual([
      'bb-service',
    ])
  })

  it('makes every task of its own, however many there are', () => {
    const task = { mode: 'instead' as const, dueWithinHours: 4, title: { en: 'Call' } }
    expect(winners(['one', 'two'].map((id) => aCampaign({ id, channels: [], task })))).toEqual(['one', 'two'])
  })

  it('a customer hears so many things about one moment, and no more', () => {
    const many = Array.from({ length: MOST_WINNERS + 5 }, (_, index) =>
      aCampaign({ id: `service-${String(index).padStart(2, '0')}` }),
    )
    const fates = Object.values(fatesOf(decideOn([...many, worth('offer')])))
    expect(fates.filter((fate) => fate === 'won')).toHaveLength(MOST_WINNERS)
    expect(fates.filter((fate) => fate === 'outranked')).toHaveLength(6)
  })
})

describe('caps count what the same decision sends', () => {
  const pair = [aCampaign({ id: 'service-a', priority: 1 }), aCampaign({ id: 'service-b' })]
  const settings = { caps: { marketing: { perDay: 1, perWeek: 3 }, service: { perDay: 1, perWeek: 3 } } }

  it('so that the second takes another channel', () => {
    const { messages } = effectsOf(pair, { settings })
    expect(messages.map(({ campaignId, channel }) => [campaignId, channel])).toEqual([
      ['service-a', 'email'],
      ['service-b', 'sms'],
    ])
  })

  it('beside those of before', () => {
    const before = aContact('2026-05-20T10:00:00Z', { purpose: 'service' })
    const profile = aProfile({}, { recentContacts: [before] })
    expect(effectsOf(pair, { settings, profile }).messages.map(({ channel }) => channel)).toEqual([
      'email',
      'sms',
    ])
  })

  it('or gives way', () => {
    const decision = decideOn(
      pair.map((campaign) => ({ ...campaign, channels: ['email'] })),
      { settings },
    )
    expect(fatesOf(decision)).toEqual({ 'service-a': 'won', 'service-b': 'outranked' })
  })

  it('but not before a task, nor a notice that the law demands', () => {
    const task = { mode: 'instead' as const, dueWithinHours: 4, title: { en: 'Call' } }
    const notice = { flags: { mandatoryNotice: { approvedBy: 'x' } } }
    const emails = pair.map((campaign) => ({ ...campaign, channels: ['email' as const] }))
    const more = [
      aCampaign({ id: 'task', channels: [], task }),
      aCampaign({ id: 'notice', channels: ['email'], ...notice }),
    ]
    expect(winners([...emails, ...more], { settings })).toEqual(['service-a', 'notice', 'task'])
  })

  it('and marketing by its own', () => {
    expect(winners([...pair, worth('offer')], { settings })).toEqual(['service-a', 'service-b', 'offer'])
  })
})

it('the scores of all that passed are recorded, of the losers too', () => {
  const { decision } = decisionRecord(
    decideOn(
      [
        worth('best', { expectedValue: 123.456789, propensity: { base: 0.5, adjust: [] } }),
        worth('next', { expectedValue: 2 }),
        worth('fallen', { audience: child }),
        aCampaign({ id: 'service', expectedValue: 7 }),
      ],
      { profile: aProfile() },
    ),
    undefined,
  )
  expect(decision).toMatchObject({
    result: 'won',
    won: ['best@1', 'service@1'],
    refused: { audience: 'fallen@1' },
    scores: { 'best@1': 61.73, 'next@1': 2, 'service@1': 7 },
  })
})

import { describe, expect, it } from 'vitest'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { decisionRecord } from '#shared/domain/decision/decision-record.ts'
import { MOST_HELD_OUT } from '#shared/domain/decision/held-out.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import {
  aContact,
  anOffer,
  aProfile,
  type Case,
  consents,
  decideOn,
} from '#test/support/builders/subjects.ts'

/** Everybody is in its control group. */
const heldOutOffer = (changes: Partial<Campaign> = {}) => anOffer({ holdout: 1, ...changes })
const heldOutOf = (campaigns: readonly Campaign[], of?: Case) =>
  decisionRecord(decideOn(campaigns, of), undefined).decision.heldOut ?? []

const task = { mode: 'instead', dueWithinHours: 4, title: { en: 'Call' } } as const

describe('the control group', () => {
  it.each<[string, readonly Campaign[], Case, readonly string[]]>([
    ['counts a message that it alone kept back', [heldOutOffer()], {}, ['offer@1']],
    ['has its version', [heldOutOffer({ version: 7 })], {}, ['offer@7']],
    ['is of service, too', [aCampaign({ holdout: 1 })], {}, ['low-balance@1']],
    ['counts nobody outside it', [anOffer({ holdout: 0 })], {}, []],
    ['nobody without consent', [heldOutOffer()], { profile: aProfile({}, { consents: consents() }) }, []],
    ['nobody out of reach', [heldOutOffer()], { profile: aProfile({ reach: ['phone'] }) }, []],
    ['nobody with an open complaint', [heldOutOffer()], { profile: aProfile({ openComplaint: true }) }, []],
    [
      'nobody outside the audience',
      [heldOutOffer({ audience: { field: 'customer.age', op: 'gt', value: 90 } })],
      {},
      [],
    ],
    [
      'nobody who had enough',
      [heldOutOffer()],
      { profile: aProfile({}, { recentContacts: [aContact('2026-06-01T08:00:00Z')] }) },
      [],
    ],
    ['nobody while the campaign is paused', [heldOutOffer({ status: 'paused' })], {}, []],
    ['no task', [heldOutOffer({ task, channels: [], messages: {} })], {}, []],
    [
      'no message that another would have outdone',
      [heldOutOffer({ id: 'worse', expectedValue: 1 }), anOffer({ id: 'better', expectedValue: 2 })],
      {},
      [],
    ],
    [
      'one that would have outdone another',
      [heldOutOffer({ id: 'better', expectedValue: 2 }), anOffer({ id: 'worse', expectedValue: 1 })],
      {},
      ['better@1'],
    ],
    [
      'each campaign by itself: another that is held out as well is not in its way',
      [heldOutOffer({ id: 'better', expectedValue: 2 }), heldOutOffer({ id: 'worse', expectedValue: 1 })],
      {},
      ['better@1', 'worse@1'],
    ],
  ])('%s', (_, campaigns, of, expected) => {
    expect([...heldOutOf(campaigns, of)].sort()).toEqual(expected)
  })

  it('changes nothing of what is decided', () => {
    const decision = decideOn([heldOutOffer({ id: 'better', expectedValue: 2 }), anOffer({ id: 'worse' })])
    expect(decision.winners.map(({ compiled }) => compiled.campaign.id)).toEqual(['worse'])
  })

  it('is counted on the bank’s own day, without variant and channel', () => {
    const of = { now: '2026-06-01T22:30:00Z', settings: { timeZone: 'Europe/Prague' } }
    const record = decisionRecord(decideOn([aCampaign({ holdout: 1 })], of), undefined)
    expect(record.heldOut).toEqual([
      {
        ...{ customerId: 'C1', campaignId: 'low-balance', campaignVersion: 1 },
        ...{ variant: '_', channel: 'none', day: '2026-06-02' },
      },
    ])
  })

  it('of a great many campaigns counts some, so that the record stays small', () => {
    const many = Array.from({ length: 40 }, (_, i) => heldOutOffer({ id: `offer-${i}` }))
    expect(heldOutOf(many)).toHaveLength(MOST_HELD_OUT)
  })
})

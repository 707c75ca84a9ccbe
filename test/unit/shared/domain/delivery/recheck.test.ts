import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { indexCampaigns } from '#shared/domain/campaign/compile.ts'
import { Circumstances, type DecisionSubject } from '#shared/domain/decision/circumstances.ts'
import { decide } from '#shared/domain/decision/decide.ts'
import { decisionRecord } from '#shared/domain/decision/decision-record.ts'
import { handOverCodes } from '#shared/domain/decision/gates.ts'
import type { ReasonCode } from '#shared/domain/decision/reason-codes.ts'
import { recheck } from '#shared/domain/delivery/recheck.ts'
import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import { factVersion } from '#shared/domain/profile/version.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import type { Signal } from '#shared/domain/signals/signal.ts'
import type { Channel } from '#shared/domain/vocabulary.ts'
import { campaignsArbitrary } from '#test/support/arbitraries/campaigns.ts'
import { subjectArbitrary } from '#test/support/arbitraries/subjects.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import {
  aBirthday,
  anAccount,
  anOccurrence,
  anOffer,
  aProfile,
  aSignal,
  consents,
  marked,
  noon,
} from '#test/support/builders/subjects.ts'

interface Case {
  readonly campaign?: Campaign
  readonly signal?: Signal
  readonly profile?: CustomerProfile
  readonly settings?: Partial<Settings>
  readonly channel?: Channel
  readonly now?: Date
  readonly decidedAt?: Date
}

const recheckOf = (of: Case = {}) =>
  recheck(
    { channel: of.channel ?? 'email', decidedAt: (of.decidedAt ?? noon).toISOString() },
    of.campaign ?? anOffer(),
    new Circumstances({
      signal: of.signal ?? aBirthday(),
      profile: of.profile ?? aProfile(),
      settings: { ...defaultSettings, ...of.settings },
      now: of.now ?? noon,
    }),
  )

const investment = (risk: number) => anOffer({ product: { code: 'F1', kind: 'investment', risk: [risk] } })
const credit = anOffer({ product: { code: 'L1', kind: 'credit' } })
const assessed = (level: number, expiresOn = '2027-01-01') => ({ riskTolerance: { level, expiresOn } })
const withdrawal = aSignal({ type: 'LargeWithdrawal', data: { accountId: 'A1' } })
const closed = new Map([['A1', anAccount({ closedOn: '2026-06-01' })]])

describe('what changed since the decision', () => {
  it.each<[string, Case, string]>([
    ['the customer is not known any more', { profile: aProfile({}, { known: false }) }, 'customer-unknown'],
    [
      'the account was closed',
      { signal: aSignal(), profile: aProfile({}, { accounts: closed }) },
      'account-closed',
    ],
    [
      'the consent was withdrawn',
      { profile: aProfile({}, { consents: consents('!marketing:email') }) },
      'no-consent',
    ],
    ['the consent is for another channel', { channel: 'sms' }, 'no-consent'],
    [
      'the address bounced',
      { profile: aProfile({}, { suppressions: new Map([['email', { reason: 'bounced', since: '' }]]) }) },
      'suppressed',
    ],
    ['the customer was marked vulnerable', { profile: aProfile({ vulnerability: marked }) }, 'vulnerable'],
    ['the customer complained', { profile: aProfile({ openComplaint: true }) }, 'open-complaint'],
    ['the assessment is gone', { campaign: investment(2) }, 'assessment-missing'],
    [
      'the assessment expired',
      { campaign: investment(2), profile: aProfile(assessed(3, '2026-05-31')) },
      'assessment-expired',
    ],
    ['the tolerance fell', { campaign: investment(3), profile: aProfile(assessed(2)) }, 'unsuitable'],
    [
      'a person would take over, because of the age',
      { campaign: investment(3), profile: aProfile({ ...assessed(5), birthDate: '1961-05-31' }) },
      'senior-risk',
    ],
    [
      'a person would take over, because of the withdrawal',
      {
        campaign: anOffer({ flags: { vulnerable: { approvedBy: 'x' } } }),
        signal: withdrawal,
        profile: aProfile({ vulnerability: marked }),
      },
      'care-first',
    ],
    [
      'the balance is negative',
      {
        campaign: credit,
        profile: aProfile({}, { balances: new Map([['A1', { v: '', minor: -1, currency: 'CZK' }]]) }),
      },
      'distress',
    ],
    [
      'the customer wants nothing personal',
      { profile: aProfile({ personalisation: false }) },
      'no-personalisation',
    ],
    [
      'the customer is in the audience no more',
      {
        campaign: anOffer({ audience: { field: 'customer.branch', op: 'eq', value: 'B1' } }),
        profile: aProfile({ branchId: 'B2' }),
      },
      'audience',
    ],
    [
      'the birthday is another',
      { signal: aBirthday({ data: { on: '2026-06-01' } }), profile: aProfile({ birthDate: '1980-07-01' }) },
      'no-longer-true',
    ],
  ])('stops a message: %s', (_, of, code) => {
    expect(recheckOf(of)).toBe(code)
  })

  it('does not stop a service message where it stops marketing', () => {
    const profile = aProfile({ vulnerability: marked, openComplaint: true, personalisation: false })
    expect(recheckOf({ campaign: aCampaign(), profile })).toBeUndefined()
  })

  it('is asked about the balance as it is told after the signal', () => {
    const recovered = (time: string) =>
      aProfile(
        {},
        { balances: new Map([['A1', { v: factVersion(time, 'E2'), minor: 500_000, currency: 'CZK' }]]) },
      )
    const campaign = aCampaign()
    const signal = aSignal()
    expect(recheckOf({ campaign, signal, profile: recovered('2026-06-01T09:30:00Z') })).toBe('no-longer-true')
    expect(recheckOf({ campaign, signal, profile: recovered('2026-06-01T08:30:00Z') })).toBeUndefined()
  })
})

describe('what only the decision could ask', () => {
  it.each<[string, Case]>([
    ['whether the campaign has a control group', { campaign: anOffer({ holdout: 0.5 }) }],
    ['how long ago the signal was', { now: new Date('2026-06-20T10:00:00Z') }],
    [
      'how often the customer was spoken to',
      {
        profile: aProfile(
          {},
          { recentContacts: [{ purpose: 'marketing', channel: 'email', at: noon.getTime() / 1000 }] },
        ),
      },
    ],
    ['whether there is an address', { profile: aProfile({ reach: [] }) }],
    ['the hour', { now: new Date('2026-06-01T23:00:00Z') }],
    ['the switches', { settings: { operations: { marketing: 'drain', service: 'drain' } } }],
  ])('is not asked again: %s', (_, of) => {
    for (let n = 0; n < 20; n++)
      expect(
        recheckOf({ ...of, profile: { ...(of.profile ?? aProfile()), customerId: `C${n}` } }),
      ).toBeUndefined()
  })
})

describe('the audience', () => {
  it('may ask about the signal, as the message keeps it', () => {
    const audience = { field: 'signal.amount', op: 'gte', value: { CZK: 100 } } as const
    const campaign = anOffer({ audience })
    const deposit = (minorUnits: number) =>
      aSignal({ type: 'LargeDeposit', data: { accountId: 'A1', amount: { minorUnits, currency: 'CZK' } } })
    expect(recheckOf({ campaign, signal: deposit(100) })).toBeUndefined()
    expect(recheckOf({ campaign, signal: deposit(99) })).toBe('audience')
  })

  it('asks about the clock as it was at the decision, and about the customer as of now', () => {
    const campaign = anOffer({ audience: { field: 'now.hour', op: 'gte', value: 20 } })
    const evening = new Date('2026-06-01T19:30:00Z')
    const nextMorning = new Date('2026-06-02T06:10:00Z')
    expect(recheckOf({ campaign, decidedAt: evening, now: nextMorning })).toBeUndefined()
    expect(recheckOf({ campaign, decidedAt: nextMorning, now: nextMorning })).toBe('audience')
    const young = anOffer({ audience: { field: 'customer.age', op: 'lt', value: 30 } })
    const profile = aProfile({ birthDate: '1996-06-02' })
    expect(recheckOf({ campaign: young, profile, now: evening })).toBeUndefined()
    expect(recheckOf({ campaign: young, profile, now: nextMorning })).toBe('audience')
  })

  it('of a schedule’s occurrence is asked as any other', () => {
    const signal = anOccurrence('offer')
    const campaign = anOffer({ audience: { field: 'customer.hasManager', op: 'eq', value: true } })
    expect(recheckOf({ campaign, signal })).toBe('audience')
    expect(
      recheckOf({ campaign, signal, profile: aProfile({ relationshipManagerId: 'RM1' }) }),
    ).toBeUndefined()
  })
})

/** Balances that occurred with the signal or before it: the decision saw them. */
const withKnownBalances = (subject: DecisionSubject, before: number): DecisionSubject => {
  const v = factVersion(new Date(Date.parse(subject.signal.at) - before).toISOString(), 'E1')
  const balances = new Map([...subject.profile.balances].map(([id, balance]) => [id, { ...balance, v }]))
  return { ...subject, profile: { ...subject.profile, balances } }
}

describe('whatever the customer, the moment, the settings and the campaigns', () => {
  const situation = fc
    .tuple(subjectArbitrary, fc.constantFrom(0, 1, 86_400_000), campaignsArbitrary())
    .map(([subject, before, campaigns]) => [withKnownBalances(subject, before), campaigns] as const)

  it('a message that is delivered as it was decided is not stopped', () => {
    let messages = 0
    fc.assert(
      fc.property(situation, ([subject, campaigns]) => {
        const decided = decisionRecord(decide(subject, indexCampaigns(campaigns)), 'E1').messages
        for (const message of decided) {
          const campaign = campaigns.find(({ id }) => id === message.campaignId)
          if (!campaign) throw new Error(message.campaignId)
          messages++
          expect(recheck(message, campaign, new Circumstances(subject))).toBeUndefined()
        }
      }),
      { numRuns: 600 },
    )
    expect(messages).toBeGreaterThan(100)
  })

  it('a message whose campaign the gates would refuse the customer now is stopped, with one of their codes', () => {
    let stopped = 0
    fc.assert(
      fc.property(situation, subjectArbitrary, ([subject, campaigns], { profile: other }) => {
        const later = {
          ...subject,
          profile: { ...other, customerId: subject.profile.customerId, recentContacts: [] },
        }
        const { messages } = decisionRecord(decide(subject, indexCampaigns(campaigns)), 'E1')
        for (const message of messages) {
          const campaign = campaigns.find(({ id }) => id === message.campaignId)
          if (!campaign) throw new Error(message.campaignId)
          // The decision again, by the customer as known now, of the one channel alone.
          const alone = { ...campaign, channels: [message.channel], task: undefined } as Campaign
          const again = decide(later, indexCampaigns([alone]))
          const [{ fate } = {}] = again.fates()
          const handedOver = again.winners[0]?.handedOver
          const code = recheck(message, campaign, new Circumstances(later))
          if (fate === undefined) throw new Error('no candidate')
          if (code !== undefined) stopped++
          if (code !== undefined && handOverCodes.has(code as ReasonCode)) {
            // Whether a later gate refused the task, too, is nothing to a message.
            if (fate === 'won') expect(handedOver).toBe(code)
          } else if (fate === 'won') expect(code).toBeUndefined()
          else if (!['capped', 'unreachable', 'quiet-hours'].includes(fate)) expect(code).toBe(fate)
        }
      }),
      { numRuns: 600 },
    )
    expect(stopped).toBeGreaterThan(20)
  })
})

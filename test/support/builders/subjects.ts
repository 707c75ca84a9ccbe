import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { indexCampaigns } from '#shared/domain/campaign/compile.ts'
import { type Decision, decide } from '#shared/domain/decision/decide.ts'
import { decisionRecord } from '#shared/domain/decision/decision-record.ts'
import {
  type AccountFacts,
  type CustomerProfile,
  type RecentContact,
  unknownProfile,
} from '#shared/domain/profile/customer-profile.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import type { Signal } from '#shared/domain/signals/signal.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'

/** Noon of a Monday in Prague, with nothing special about it. */
export const noon = new Date('2026-06-01T10:00:00Z')

/** A low balance, an hour ago, different where told. */
export const aSignal = (changes: Partial<Signal> = {}): Signal => ({
  type: 'LowBalance',
  id: 'LowBalance:E1',
  customerId: 'C1',
  at: '2026-06-01T09:00:00.000Z',
  data: { accountId: 'A1', balance: { minorUnits: 5, currency: 'CZK' } },
  ...changes,
})

/** A signal that says nothing about the customer's money. */
export const aBirthday = (changes: Partial<Signal> = {}): Signal =>
  aSignal({ type: 'Birthday', id: 'Birthday:2026', data: { calendar: 'gregorian' }, ...changes })

/** An occurrence of the schedule of a campaign. */
export const anOccurrence = (campaignId: string, changes: Partial<Signal> = {}): Signal =>
  aSignal({ type: 'Scheduled', id: `Scheduled:${campaignId}`, data: { campaignId }, ...changes })

type Single = CustomerProfile['single']

/** What a customer has said to. */
export const consents = (...given: readonly string[]): ReadonlyMap<string, boolean> =>
  new Map(given.map((consent) => (consent.startsWith('!') ? [consent.slice(1), false] : [consent, true])))

/**
 * A customer against whom nothing speaks: 46 years old, in Prague, reached everywhere, consents to marketing by email.
 * @param single registers that differ @param changes of the rest of the profile
 */
export const aProfile = (single: Single = {}, changes: Partial<CustomerProfile> = {}): CustomerProfile => ({
  ...unknownProfile('C1'),
  known: true,
  single: { timeZone: 'Europe/Prague', birthDate: '1980-01-01', reach: ['email', 'phone'], ...single },
  consents: consents('marketing:email'),
  ...changes,
})

/** The same without one of its registers. */
export const without = (register: keyof Single, profile = aProfile()): CustomerProfile => {
  const { [register]: _, ...single } = profile.single
  return { ...profile, single }
}

export const anAccount = (changes: Partial<AccountFacts> = {}): AccountFacts => ({
  v: '',
  kind: 'current',
  currency: 'CZK',
  ...changes,
})

/** A marketing email that went out then, different where told. */
export const aContact = (at: string, changes: Partial<RecentContact> = {}): RecentContact => ({
  purpose: 'marketing',
  channel: 'email',
  at: Math.floor(Date.parse(at) / 1000),
  ...changes,
})

/** A vulnerability mark; its review is long overdue. */
export const marked = { reason: 'illness', reviewOn: '2020-01-01' }

/** Marketing of a deposit, different where told. */
export const anOffer = (changes: Partial<Campaign> = {}): Campaign =>
  aCampaign({
    id: 'offer',
    name: 'Offer',
    purpose: 'marketing',
    product: { code: 'SV1', kind: 'deposit' },
    offer: true,
    ...changes,
  })

export interface Case {
  readonly signal?: Signal
  readonly profile?: CustomerProfile
  readonly settings?: Partial<Settings>
  /** ISO 8601, or the instant. */
  readonly now?: string | Date
}

/** Decides about campaigns, where nothing is said in the middle of an ordinary day. */
export const decideOn = (campaigns: readonly Campaign[], of: Case = {}): Decision =>
  decide(
    {
      signal: of.signal ?? aSignal(),
      profile: of.profile ?? aProfile(),
      settings: { ...defaultSettings, ...of.settings },
      now: new Date(of.now ?? noon),
    },
    indexCampaigns(campaigns),
  )

/** What became of each candidate, by id. */
export const fatesOf = (decision: Decision): Record<string, string> =>
  Object.fromEntries(decision.fates().map(({ compiled, fate }) => [compiled.campaign.id, fate]))

/** What became of the only campaign. */
export const fateOf = (campaign: Campaign, of: Case = {}): string | undefined =>
  fatesOf(decideOn([campaign], of))[campaign.id]

/** What one campaign does: its messages' channels and its tasks' titles. */
export const effectsOf = (campaigns: readonly Campaign[], of: Case = {}) => {
  const { messages, tasks } = decisionRecord(decideOn(campaigns, of), undefined)
  return { messages, tasks: tasks.map(({ task }) => task) }
}

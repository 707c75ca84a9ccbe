import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { explainEntries } from '#shared/domain/explain/explain.ts'
import type { Explanation } from '#shared/domain/explain/explanation.ts'
import type { JournalEntry } from '#shared/domain/message/journal-entry.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { anOccasion, explanationOf, journalOf, knownFrom } from '#test/support/builders/explained.ts'
import { anAccount, aProfile, aSignal } from '#test/support/builders/subjects.ts'

const trigger: Campaign['trigger'] = { signals: [{ type: 'LargeDeposit' }] }

const notice = aCampaign({
  id: 'large-deposit-notice',
  version: 3,
  name: 'Notice of a large deposit',
  trigger,
  priority: 50,
  channels: ['sms', 'inapp'],
})

const savings = aCampaign({
  id: 'term-deposit',
  version: 2,
  name: 'Term deposit',
  purpose: 'marketing',
  trigger,
  product: { code: 'TD1', kind: 'deposit' },
  offer: true,
  priority: 20,
  expectedValue: 120,
  propensity: { base: 0.06, adjust: [] },
  minDaysBetween: 60,
  expiresAfterHours: 120,
  audience: {
    all: [
      { field: 'customer.age', op: 'gte', value: 18 },
      { not: { field: 'customer.products', op: 'contains', value: 'term-deposit' } },
    ],
  },
  channels: ['email', 'sms'],
})

const funds = aCampaign({
  id: 'funds',
  name: 'Balanced fund',
  purpose: 'marketing',
  trigger,
  product: { code: 'F1', kind: 'investment', risk: [3] },
  offer: true,
})

const family = aCampaign({
  id: 'young-family',
  name: 'For young families',
  purpose: 'marketing',
  trigger,
  audience: {
    any: [
      { field: 'customer.age', op: 'lt', value: 35 },
      { field: 'signal.amount', op: 'gte', value: { CZK: 50_000_000, EUR: 2_000_000 } },
    ],
  },
})

const campaigns = [notice, savings, funds, family]

/** The message was taken by the carrier at the second attempt, and arrived; the offer waits in the customer's night. */
const told = (entry: JournalEntry): JournalEntry =>
  entry.kind === 'message' && entry.campaignId === notice.id
    ? {
        ...entry,
        state: 'delivered',
        attempts: 2,
        providerMessageId: 'sms-0042',
        history: [
          ...entry.history,
          { state: 'sending', at: '2026-06-01T20:30:01.000Z' },
          { state: 'queued', at: '2026-06-01T20:30:02.000Z', note: 'throttled' },
          { state: 'sending', at: '2026-06-01T20:30:32.000Z' },
          { state: 'sent', at: '2026-06-01T20:30:33.000Z' },
          { state: 'delivered', at: '2026-06-01T20:30:40.000Z' },
        ],
      }
    : entry

/** A large deposit in the evening: a notice, an offer that waits, and two that were not for this customer. */
export const storyOfADeposit = (): Explanation => {
  const subject = anOccasion({
    signal: aSignal({
      type: 'LargeDeposit',
      id: 'LargeDeposit:TX-9',
      at: '2026-06-01T20:30:00.000Z',
      data: {
        accountId: 'A1',
        amount: { minorUnits: 25_000_050, currency: 'CZK' },
        months: 6,
        usualLargest: { minorUnits: 4_200_000, currency: 'CZK' },
      },
    }),
    profile: aProfile(
      { products: ['current-account'], riskTolerance: { level: 2, expiresOn: '2027-03-31' } },
      { accounts: new Map([['A1', anAccount()]]) },
    ),
    now: new Date('2026-06-01T20:30:00Z'),
  })
  return explanationOf(explainEntries(journalOf(campaigns, subject, 'TX-9').map(told), knownFrom(campaigns)))
}

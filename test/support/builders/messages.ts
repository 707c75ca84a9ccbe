import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { messageEntry } from '#shared/tables/journal.ts'

export const decidedAt = '2026-03-10T09:00:00.000Z'
const signalId = 'LowBalance:A77:T1'

/** A message that waits for delivery. */
export const aMessage = (changes: Partial<MessageEntry> = {}): MessageEntry => ({
  customerId: 'C1',
  entry: messageEntry(new Date(decidedAt), 'low-balance', signalId),
  expiresAt: 1_800_000_000,
  kind: 'message',
  campaignId: 'low-balance',
  campaignVersion: 1,
  signal: {
    type: 'LowBalance',
    id: signalId,
    customerId: 'C1',
    at: decidedAt,
    data: { accountId: 'A77', balance: { minorUnits: 43_000, currency: 'CZK' } },
  },
  purpose: 'service',
  channel: 'email',
  decidedAt,
  validUntil: '2026-03-11T09:00:00.000Z',
  state: 'queued',
  attempts: 0,
  history: [{ state: 'queued', at: decidedAt }],
  ...changes,
})

export const aCampaign = (changes: Partial<Campaign> = {}): Campaign => ({
  id: 'low-balance',
  version: 1,
  name: 'Low balance',
  status: 'live',
  purpose: 'service',
  signals: ['LowBalance'],
  holdout: 0,
  approvedForVulnerable: false,
  priority: 0,
  expiresAfterHours: 24,
  channels: ['email', 'sms', 'inapp'],
  messages: {
    en: {
      email: {
        subject: 'Hello {{ customer.firstName }}',
        text: 'Dear {{ customer.name }}, {{ signal.balance | money }}',
        html: '<p>{{ customer.name }}</p>',
      },
      sms: { text: '{{ bank.name }}: {{ customer.name }} {{ signal.balance | money }}' },
      inapp: { title: 'Low', text: 'Balance {{ signal.balance | money }}' },
    },
    'cs-CZ': { inapp: { title: 'Nízký', text: 'Zůstatek {{ signal.balance | money }}' } },
  },
  createdBy: 'a',
  approvedBy: 'b',
  ...changes,
})

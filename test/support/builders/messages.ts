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

import type { MessageEntry, TaskEntry } from '#shared/domain/message/journal-entry.ts'
import { messageEntry, taskEntry } from '#shared/tables/journal.ts'

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

/** Marketing that was decided in the evening and waits for the next morning. */
export const aHeldMessage = (changes: Partial<MessageEntry> = {}): MessageEntry =>
  aMessage({
    purpose: 'marketing',
    channel: 'sms',
    heldUntil: '2026-03-11T07:10:00.000Z',
    validUntil: '2026-03-12T09:00:00.000Z',
    state: 'held',
    history: [{ state: 'held', at: decidedAt, note: 'quiet-hours' }],
    ...changes,
  })

/** An open task of a relationship manager. */
export const aTask = (changes: Partial<TaskEntry> = {}): TaskEntry => {
  const { customerId, campaignId, campaignVersion, expiresAt, signal } = aMessage()
  return {
    ...{ customerId, campaignId, campaignVersion, expiresAt, signal, decidedAt },
    entry: taskEntry(new Date(decidedAt), campaignId, signalId),
    kind: 'task',
    branchId: 'B1',
    title: { en: 'Call the customer' },
    dueAt: '2026-03-10T13:00:00.000Z',
    state: 'open',
    history: [{ state: 'open', at: decidedAt }],
    ...changes,
  }
}

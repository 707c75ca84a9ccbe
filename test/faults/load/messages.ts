import { settleDue } from '#shared/adapters/dynamodb/transition-update.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import type { Channel, Purpose } from '#shared/domain/vocabulary.ts'
import { dueAttributes, journalExpiry, messageEntry } from '#shared/tables/journal.ts'
import { campaignOf, SIGNAL } from '#test/faults/load/campaigns.ts'

/** Of ten messages, how many go which way. */
const CHANNELS: readonly Channel[] = [
  ...Array<Channel>(5).fill('email'),
  ...Array<Channel>(4).fill('sms'),
  'inapp',
]

const HOUR = 3_600_000

/** One of so many marketing messages is held over the night and due at once. */
const HELD = 10

export type LoadedMessage = MessageEntry & { readonly dueKey?: string; readonly due?: string }

type Start = Pick<LoadedMessage, 'state' | 'history' | 'heldUntil' | 'dueKey' | 'due'>

const startOf = (customerId: string, isHeld: boolean, at: string): Start =>
  isHeld
    ? {
        state: 'held',
        heldUntil: at,
        ...dueAttributes('release', customerId, at),
        history: [{ state: 'held', at, note: 'quiet-hours' }],
      }
    : { state: 'queued', ...settleDue(customerId), history: [{ state: 'queued', at }] }

/**
 * The messages of a run, one a customer, as a decision at `now` records them: half service and half marketing, by email,
 * SMS and in-app, valid for a day; a few are held until now.
 */
export const messagesOf = (count: number, now: Date): readonly LoadedMessage[] =>
  Array.from({ length: count }, (_, index): LoadedMessage => {
    const purpose: Purpose = index % 2 === 0 ? 'service' : 'marketing'
    const half = Math.floor(index / 2)
    const channel = CHANNELS[half % CHANNELS.length] ?? 'email'
    const customerId = `F${index}`
    const isHeld = purpose === 'marketing' && Math.floor(half / CHANNELS.length) % HELD === 0
    const decidedAt = now.toISOString()
    const campaign = campaignOf[purpose]
    const signalId = `${SIGNAL}:T${index}`
    return {
      customerId,
      entry: messageEntry(now, campaign.id, signalId),
      expiresAt: journalExpiry(now),
      kind: 'message',
      campaignId: campaign.id,
      campaignVersion: campaign.version,
      signal: {
        type: SIGNAL,
        id: signalId,
        customerId,
        at: decidedAt,
        data: { accountId: `A${index}`, amount: { minorUnits: 5_000_000 + index, currency: 'CZK' } },
      },
      purpose,
      channel,
      decidedAt,
      validUntil: new Date(now.getTime() + 24 * HOUR).toISOString(),
      attempts: 0,
      ...startOf(customerId, isHeld, decidedAt),
    }
  })

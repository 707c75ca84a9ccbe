import * as z from 'zod/mini'

export const messageStateSchema = z.enum([
  'queued',
  'held',
  'sending',
  'sent',
  'delivered',
  'bounced',
  'complained',
  'failed',
  'expired',
  'cancelled',
])
export type MessageState = z.infer<typeof messageStateSchema>

/**
 * Where a message may go from where it is. `sending` is written before the provider is called: a message found there
 * on a redelivery is in doubt, it may or may not have been accepted. `sending → queued` is only for a provider that
 * said for certain that it took nothing (throttled, unavailable).
 */
export const messageTransitions: Readonly<Record<MessageState, readonly MessageState[]>> = {
  queued: ['held', 'sending', 'failed', 'expired', 'cancelled'],
  held: ['queued', 'expired', 'cancelled'],
  sending: ['queued', 'sent', 'delivered', 'bounced', 'failed'],
  sent: ['delivered', 'bounced', 'complained', 'failed'],
  delivered: ['bounced', 'complained'],
  bounced: [],
  complained: [],
  failed: [],
  expired: [],
  cancelled: [],
}

/** The states from which a message may go to `to`; conditional writes name exactly these. */
export const statesBefore = (to: MessageState): MessageState[] =>
  messageStateSchema.options.filter((from) => messageTransitions[from].includes(to))

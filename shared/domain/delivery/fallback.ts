import { RESENT_IN_DOUBT } from '#shared/domain/message/in-doubt.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import type { Channel } from '#shared/domain/vocabulary.ts'

/**
 * The reasons for which a failed message goes by the next channel: this one does not reach the customer, or is out of
 * order, and certainly took nothing. Not what speaks against the message itself, and nothing that is in doubt.
 */
const ofTheChannel: ReadonlySet<string> = new Set([
  'address-invalid',
  'unreachable',
  'account-paused',
  'provider-unavailable',
])

/** In the history of the message that takes another one's place. */
export const FALLBACK = 'fallback'

/** In the history of the message whose place is taken, at its end. */
export const fellBackTo = <Next extends Channel>(channel: Next) => `${FALLBACK}-${channel}` as const

/**
 * The message that goes by the next channel: the same in all that was decided. It is held and due at once: in the index of
 * what becomes due nothing can be lost, and delivery asks of it everything that it asks of any message.
 * @returns undefined where there is no next channel, or the message is no longer true
 */
const nextMessage = (message: MessageEntry, at: Date): MessageEntry | undefined => {
  const [channel, ...fallbacks] = message.fallbacks ?? []
  if (channel === undefined || new Date(message.validUntil) <= at) return undefined
  const { customerId, entry, expiresAt, campaignId, campaignVersion, signal } = message
  const { purpose, variant, decidedAt, validUntil } = message
  const heldUntil = at.toISOString()
  return {
    ...{ customerId, entry: `${entry}#${channel}`, expiresAt, kind: 'message', campaignId, campaignVersion },
    ...{ signal, purpose, channel, fallbackFrom: message.channel, decidedAt, heldUntil, validUntil },
    ...(fallbacks.length === 0 ? {} : { fallbacks }),
    ...(variant === undefined ? {} : { variant }),
    state: 'held',
    attempts: 0,
    history: [{ state: 'held', at: heldUntil, note: FALLBACK }],
  }
}

/** Of two that were sent, one may have arrived. */
const wasSentTwice = ({ history }: MessageEntry): boolean =>
  history.some(({ note }) => note === RESENT_IN_DOUBT)

/**
 * What takes the place of a message that is about to fail; nothing does of one that may have gone out.
 * @param message as it was seen before its last attempt
 */
export const afterFailure = (message: MessageEntry, reason: string, at: Date): MessageEntry | undefined =>
  ofTheChannel.has(reason) && message.state !== 'sending' && !wasSentTwice(message)
    ? nextMessage(message, at)
    : undefined

/** What takes the place of a message that came back, because there is no such address. */
export const afterBounce = (message: MessageEntry, at: Date): MessageEntry | undefined =>
  wasSentTwice(message) ? undefined : nextMessage(message, at)

import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { OPT_OUT_CONFIRMATION } from '#shared/domain/message/system-message.ts'

/** An SMS by which somebody told us to stop, without its text and number. */
export interface OptOutReply {
  /** The provider's id of it: the same however often we are told. */
  readonly replyId: string
  readonly at: Date
}

/** RULES 3: after this nobody is answered any more. */
const ANSWERED_WITHIN_MS = 5 * 60_000

/** Without what the table adds: its key and expiry. */
export type Confirmation = Omit<MessageEntry, 'entry' | 'expiresAt'>

/**
 * The one answer to an opt-out. It is held and due at once, so that it exists if and only if the opt-out does: the next
 * tick of release-due, within a minute, puts it on its queue. It has no moment of its own, and so stands as an
 * occurrence of a campaign of ours.
 * @returns undefined where the reply reached us too late for an answer
 */
export const confirmationOf = (
  customerId: string,
  { replyId, at }: OptOutReply,
  now: Date,
): Confirmation | undefined => {
  const validUntil = new Date(at.getTime() + ANSWERED_WITHIN_MS)
  if (now >= validUntil) return undefined
  const decidedAt = now.toISOString()
  return {
    kind: 'message',
    customerId,
    campaignId: OPT_OUT_CONFIRMATION,
    campaignVersion: 1,
    signal: {
      type: 'Scheduled',
      id: `Scheduled:${OPT_OUT_CONFIRMATION}:${replyId}`,
      customerId,
      at: at.toISOString(),
      data: { campaignId: OPT_OUT_CONFIRMATION },
    },
    purpose: 'service',
    channel: 'sms',
    decidedAt,
    heldUntil: decidedAt,
    validUntil: validUntil.toISOString(),
    state: 'held',
    attempts: 0,
    history: [{ state: 'held', at: decidedAt }],
  }
}

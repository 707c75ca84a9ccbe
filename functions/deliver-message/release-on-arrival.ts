import { RetryableError } from '#shared/domain/errors.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import type { Counters } from '#shared/ports/counters.ts'
import type { MessageJournal } from '#shared/ports/message-journal.ts'

/** Milliseconds; more than clocks of two functions ever differ. */
const CLOCKS_APART = 60_000

/**
 * Releases a message that is on its queue and still held: release-due puts it there first and writes that down after,
 * and delivery may be faster, or release-due may have died between.
 * @returns the message as it then stands; still `held` where the record is of no use: it was handed out a second time,
 *   or stood on its queue while the message was put off, and release-due puts it there anew
 * @throws RetryableError `held` shortly before its time. Dropped, it would be on no queue any more when release-due,
 *   whose clock may be a little ahead of ours, writes it down as queued
 */
export const releaseOnArrival =
  ({ journal, counters }: { readonly journal: MessageJournal; readonly counters: Counters }) =>
  async (message: MessageEntry, now: Date): Promise<MessageEntry> => {
    const early = Date.parse(message.heldUntil ?? message.decidedAt) - now.getTime()
    if (early > CLOCKS_APART) return message
    if (early > 0) throw new RetryableError('held')
    const { heldUntil } = message
    const { moved } = await journal.transition(message, {
      to: 'queued',
      at: now,
      ...(heldUntil === undefined ? {} : { ifHeldUntil: heldUntil }),
    })
    // Somebody else was faster: release-due, or the run of another queue record, which then is in charge.
    if (!moved) return (await journal.message(message)) ?? message
    counters.count('MessagesReleased')
    return { ...message, state: 'queued' }
  }

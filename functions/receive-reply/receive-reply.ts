import { type Reply, readReply } from '#functions/receive-reply/read-reply.ts'
import { PermanentError } from '#shared/domain/errors.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { Counters } from '#shared/ports/counters.ts'
import type { OptOuts } from '#shared/ports/opt-outs.ts'
import type { PhoneIndex } from '#shared/ports/phone-index.ts'
import type { QueuedWork } from '#shared/ports/queued-work.ts'
import type { RepliedMessages } from '#shared/ports/replied-messages.ts'

export interface ReceiveReplyDependencies {
  readonly phones: PhoneIndex
  readonly optOuts: OptOuts
  readonly replied: RepliedMessages
  readonly clock: Clock
  readonly counters: Counters
}

/**
 * Acts on a reply to an SMS: an opt-out closes SMS for every customer who has the number it came from, at once and to
 * everything (RULES 2, 3); any other reply is only counted, at the message it answers. The same reply may come more than
 * once, and changes nothing then. What comes from a number that no customer has is counted and done. What is no reply at
 * all is thrown, and so ends in the dead-letter queue, where somebody sees it.
 * @throws PermanentError `unreadable-body`, RetryableError, and what the database throws
 */
export const receiveReply = (dependencies: ReceiveReplyDependencies) => {
  const { phones, optOuts, replied, clock, counters } = dependencies

  const optOut = async (customers: readonly string[], { replyId, at }: Reply): Promise<void> => {
    const kept = await optOuts.keep(customers, { replyId, at }, clock(at))
    if (kept > 0) counters.count('OptedOut', kept)
    else counters.count('OptedOutAlready')
  }

  const markReplied = async (customers: readonly string[], { at, answers }: Reply): Promise<void> => {
    const marked = await replied.mark(customers, { at, answers })
    counters.count(marked ? 'MessagesReplied' : 'RepliesUnmatched')
  }

  return async ({ body }: QueuedWork): Promise<void> => {
    const reply = readReply(body)
    if (!reply) {
      counters.count('RepliesUnreadable')
      throw new PermanentError('unreadable-body')
    }
    const customers = reply.phone === undefined ? [] : await phones.customersWith(reply.phone)
    if (customers.length === 0) return counters.count('RepliesForeign')
    return reply.isOptOut ? optOut(customers, reply) : markReplied(customers, reply)
  }
}

import * as z from 'zod/mini'
import { endMessage } from '#functions/deliver-message/end-message.ts'
import {
  type PrepareDependencies,
  type Prepared,
  prepareMessage,
} from '#functions/deliver-message/prepare-message.ts'
import { releaseOnArrival } from '#functions/deliver-message/release-on-arrival.ts'
import { type SendDependencies, sendMessage } from '#functions/deliver-message/send-message.ts'
import { PermanentError, RetryableError } from '#shared/domain/errors.ts'
import { inDoubtAction } from '#shared/domain/message/in-doubt.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { type MessageKey, messageKeySchema } from '#shared/domain/message/message-key.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { QueuedWork } from '#shared/ports/queued-work.ts'

export interface DeliverDependencies extends PrepareDependencies, SendDependencies {
  readonly clock: Clock
}

const IN_DOUBT = { to: 'failed', reason: 'in-doubt' } as const

const keyOf = (body: string): MessageKey => {
  try {
    return z.parse(messageKeySchema, JSON.parse(body))
  } catch {
    throw new PermanentError('unreadable-body')
  }
}

/**
 * Delivers the message a queue names. What is settled already is done; what cannot be sent ends with its reason in the
 * journal; what may go well later is thrown and comes back. A body that names no message is thrown too: it cannot be
 * written to any journal entry, and so it ends in the dead-letter queue, where somebody sees it.
 * @throws RetryableError, PermanentError
 */
export const deliverMessage = (dependencies: DeliverDependencies) => {
  const { journal, clock, wallClock, counters } = dependencies
  const end = endMessage(dependencies)
  const prepare = prepareMessage(dependencies)
  const send = sendMessage(dependencies)
  const release = releaseOnArrival(dependencies)

  const toInbox = async (
    message: MessageEntry,
    inbox: MessageEntry['inbox'] & {},
    at: Date,
  ): Promise<void> => {
    const { moved } = await journal.transition(message, {
      to: 'delivered',
      through: ['sending', 'sent'],
      at,
      inbox,
    })
    if (moved) counters.count('MessagesSent')
  }

  const hold = async (message: MessageEntry, heldUntil: Date, note: string, at: Date): Promise<void> => {
    const { moved } = await journal.transition(message, { to: 'held', at, heldUntil, note })
    if (moved) counters.count('MessagesHeld')
  }

  const settle = async (
    message: MessageEntry,
    prepared: Prepared,
    recordId: string,
    at: Date,
  ): Promise<void> => {
    if (prepared.kind === 'send') return send(message, prepared.outgoing, recordId, at)
    if (prepared.kind === 'inbox') return toInbox(message, prepared.inbox, at)
    // Nothing in doubt is held: marketing never comes this far, and no stopped one waits (prepare-message.ts).
    if (prepared.kind === 'hold') return hold(message, prepared.until, prepared.note, at)
    // One in doubt may have gone out, so it can neither have expired nor been cancelled.
    return end(message, message.state === 'sending' ? IN_DOUBT : prepared, at)
  }

  return async ({ body, recordId, receiveCount }: QueuedWork): Promise<void> => {
    const found = await journal.message(keyOf(body))
    if (!found) throw new PermanentError('unknown-message')
    // In a replay a held message leaves at the moment at which it was to leave.
    const now = clock(new Date(found.heldUntil ?? found.decidedAt))
    const message = found.state === 'held' ? await release(found, now) : found
    if (message.state === 'sending') {
      const action = inDoubtAction(message, { recordId, receiveCount }, wallClock())
      if (action === 'leave') return
      if (action === 'wait') throw new RetryableError('in-doubt')
      if (action === 'give-up') return end(message, IN_DOUBT, now)
    } else if (message.state !== 'queued') return
    return settle(message, await prepare(message, now), recordId, now)
  }
}

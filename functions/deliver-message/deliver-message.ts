import * as z from 'zod/mini'
import { endMessage } from '#functions/deliver-message/end-message.ts'
import { postponeMessage } from '#functions/deliver-message/postpone-message.ts'
import {
  type PrepareDependencies,
  type Prepared,
  prepareMessage,
} from '#functions/deliver-message/prepare-message.ts'
import { releaseOnArrival } from '#functions/deliver-message/release-on-arrival.ts'
import { type SendDependencies, sendMessage } from '#functions/deliver-message/send-message.ts'
import type { Turn, Turns } from '#functions/deliver-message/turns.ts'
import { DELIVERY_RECEIVES } from '#shared/domain/delivery/delivery-queue.ts'
import { PermanentError, RetryableError } from '#shared/domain/errors.ts'
import { inDoubtAction } from '#shared/domain/message/in-doubt.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { type MessageKey, messageKeySchema } from '#shared/domain/message/message-key.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { QueuedWork } from '#shared/ports/queued-work.ts'

export interface DeliverDependencies extends PrepareDependencies, SendDependencies {
  readonly clock: Clock
  /** Of this run. */
  readonly turns: Turns
}

/**
 * How old the checks of a message may be when its turn comes, in milliseconds; older ones are repeated. With a second for
 * the write before the call, nothing leaves on checks older than two (see tables.ts).
 */
const FRESH = 1_000

const IN_DOUBT = { to: 'failed', reason: 'in-doubt' } as const

const keyOf = (body: string): MessageKey => {
  try {
    return z.parse(messageKeySchema, JSON.parse(body))
  } catch {
    throw new PermanentError('unreadable-body')
  }
}

/**
 * Delivers the message a queue names, when its turn has come. What is settled already is done; what cannot be sent ends
 * with its reason in the journal; what may go well later is held there; what is in doubt is thrown and comes back. A body
 * that names no message is thrown too: it cannot be written to any journal entry, and so it ends in the dead-letter
 * queue, where somebody sees it.
 * @throws RetryableError, PermanentError
 */
export const deliverMessage = (dependencies: DeliverDependencies) => {
  const { journal, clock, wallClock, counters, turns } = dependencies
  const end = endMessage(dependencies)
  const prepare = prepareMessage(dependencies)
  const postpone = postponeMessage(dependencies)
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
    prepared: Exclude<Prepared, { kind: 'send' }>,
    at: Date,
  ): Promise<void> => {
    if (prepared.kind === 'inbox') return toInbox(message, prepared.inbox, at)
    // Nothing in doubt is held: marketing never comes this far, and no stopped one waits (prepare-message.ts).
    if (prepared.kind === 'hold') return hold(message, prepared.until, prepared.note, at)
    // One in doubt may have gone out, so it can neither have expired nor been cancelled.
    return end(message, message.state === 'sending' ? IN_DOUBT : prepared, at)
  }

  const wait = async (
    message: MessageEntry,
    turn: Exclude<Turn, { kind: 'go' }>,
    { receiveCount }: QueuedWork,
    at: Date,
  ): Promise<void> => {
    if (message.state === 'sending') {
      // Feedback may still settle it where it is; held, it could not. Nobody needs to look at it among dead letters:
      // release-due puts it on its queue again (settle-messages.ts).
      if (receiveCount >= DELIVERY_RECEIVES) return
      throw new RetryableError('in-doubt')
    }
    if (turn.kind === 'no-slot') return postpone(message, { why: 'no-slot' }, at)
    const atLeast = turn.until - wallClock().getTime()
    return postpone(message, { why: 'circuit-open', reason: 'provider-unavailable', atLeast }, at)
  }

  const deliver = async (message: MessageEntry, work: QueuedWork, now: () => Date): Promise<void> => {
    const checkedAt = wallClock().getTime()
    const prepared = await prepare(message, now())
    if (prepared.kind !== 'send') return settle(message, prepared, now())
    const turn = await turns.next(prepared.outgoing.channel, message.purpose)
    if (turn.kind !== 'go') return wait(message, turn, work, now())
    const isFresh = wallClock().getTime() - checkedAt <= FRESH
    const checked = isFresh ? prepared : await prepare(message, now())
    if (checked.kind === 'send') {
      const called = await send(message, checked.outgoing, {
        slot: turn.slot,
        recordId: work.recordId,
        at: now(),
      })
      return called ? undefined : turns.giveBack(turn.slot)
    }
    turns.giveBack(turn.slot)
    return settle(message, checked, now())
  }

  return async (work: QueuedWork): Promise<void> => {
    const found = await journal.message(keyOf(work.body))
    if (!found) throw new PermanentError('unknown-message')
    // In a replay a held message leaves at the moment at which it was to leave.
    const factTime = new Date(found.heldUntil ?? found.decidedAt)
    const now = () => clock(factTime)
    const message = found.state === 'held' ? await release(found, now()) : found
    if (message.state === 'sending') {
      const action = inDoubtAction(message, work, wallClock())
      if (action === 'leave') return
      if (action === 'wait') throw new RetryableError('in-doubt')
      if (action === 'give-up') return end(message, IN_DOUBT, now())
    } else if (message.state !== 'queued') return
    return deliver(message, work, now)
  }
}

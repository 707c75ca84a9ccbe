import { type EndDependencies, endMessage } from '#functions/deliver-message/end-message.ts'
import { isOutOfPatience, type Postponement, postponedBy } from '#shared/domain/delivery/postpone.ts'
import { wasInDoubt } from '#shared/domain/message/in-doubt.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'

export interface Postponing {
  readonly why: Postponement
  /** With what it fails where its time is over before it may be tried again; without it, it has just expired. */
  readonly reason?: string
  /** What must pass in any case, in milliseconds. */
  readonly atLeast?: number
  /** Where the provider was called, and took nothing: how many calls that makes. */
  readonly attempts?: number
}

/**
 * Puts a message off that may go out, but not now: it is held in the journal, leaves its queue, and release-due puts it
 * there again. So nothing that lasts uses up the queue's receives, and nothing comes back in one burst. What would be
 * held for longer than it is true ends instead, and so does a service message that has another channel to go by.
 */
export const postponeMessage = (dependencies: EndDependencies) => {
  const { journal, counters } = dependencies
  const end = endMessage(dependencies)
  return async (message: MessageEntry, postponing: Postponing, at: Date): Promise<void> => {
    const { why, reason, atLeast, attempts } = postponing
    const heldUntil = new Date(at.getTime() + postponedBy(message, at, atLeast))
    const givesUp = reason !== undefined && !wasInDoubt(message) && isOutOfPatience(message, at)
    if (givesUp || heldUntil >= new Date(message.validUntil)) {
      const called = attempts === undefined ? {} : { attempts }
      if (wasInDoubt(message)) return end(message, { to: 'failed', reason: 'in-doubt', ...called }, at)
      return end(
        message,
        reason ? { to: 'failed', reason, ...called } : { to: 'expired', reason: 'expired' },
        at,
      )
    }
    const { moved } = await journal.transition(message, {
      to: 'held',
      ...(attempts === undefined ? {} : { through: ['queued'], ifAttempts: attempts }),
      at,
      heldUntil,
      note: why,
    })
    if (moved) counters.count('MessagesPostponed')
  }
}

import { afterFailure } from '#shared/domain/delivery/fallback.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import type { Counters } from '#shared/ports/counters.ts'
import type { Log } from '#shared/ports/log.ts'
import type { MessageJournal } from '#shared/ports/message-journal.ts'
import { endOrFallBack } from '#shared/use-cases/fall-back.ts'

export interface EndDependencies {
  readonly journal: MessageJournal
  readonly counters: Counters
  readonly log: Log
}

/** How a message ends without having gone out, and the stable code of the reason. */
export interface End {
  readonly to: 'expired' | 'cancelled' | 'failed'
  readonly reason: string
  /** How many calls of a provider it ends after. @default as many as the message was seen with */
  readonly attempts?: number
}

const metrics = {
  failed: 'MessagesFailed',
  cancelled: 'MessagesCancelled',
  expired: 'MessagesExpired',
} as const

/**
 * Ends a message; one that feedback or another run has moved on meanwhile stays where that has put it. Where its channel
 * cannot carry it, it goes by the next one.
 */
export const endMessage = (dependencies: EndDependencies) => {
  const { counters, log } = dependencies
  const endWith = endOrFallBack(dependencies)
  return async (message: MessageEntry, end: End, at: Date): Promise<void> => {
    const { to, reason, attempts = message.attempts } = end
    const next = to === 'failed' ? afterFailure(message, reason, at) : undefined
    // Not while another run calls the provider.
    const { moved } = await endWith(message, { to, reason, at, ifAttempts: attempts }, next)
    if (!moved) return
    counters.count(metrics[to])
    const { customerId, entry } = message
    log.info('message not sent', { customerId, entry, state: to, reason })
  }
}

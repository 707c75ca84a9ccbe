import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import type { Counters } from '#shared/ports/counters.ts'
import type { Log } from '#shared/ports/log.ts'
import type { MessageJournal } from '#shared/ports/message-journal.ts'

export interface EndDependencies {
  readonly journal: MessageJournal
  readonly counters: Counters
  readonly log: Log
}

/** How a message ends without having gone out, and the stable code of the reason. */
export interface End {
  readonly to: 'expired' | 'cancelled' | 'failed'
  readonly reason: string
}

const metrics = {
  failed: 'MessagesFailed',
  cancelled: 'MessagesCancelled',
  expired: 'MessagesExpired',
} as const

/** Ends a message; one that feedback or another run has moved on meanwhile stays where that has put it. */
export const endMessage =
  ({ journal, counters, log }: EndDependencies) =>
  async (message: MessageEntry, { to, reason }: End, at: Date): Promise<void> => {
    const { moved } = await journal.transition(message, { to, reason, at })
    if (!moved) return
    counters.count(metrics[to])
    const { customerId, entry } = message
    log.info('message not sent', { customerId, entry, state: to, reason })
  }

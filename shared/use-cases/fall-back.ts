import { fellBackTo } from '#shared/domain/delivery/fallback.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import type { Counters } from '#shared/ports/counters.ts'
import type { MessageJournal, Moved, Transition } from '#shared/ports/message-journal.ts'

export interface FallBackDependencies {
  readonly journal: Pick<MessageJournal, 'transition'>
  readonly counters: Counters
}

/**
 * Ends a message, and puts the one that takes its place, in one transaction: whoever dies has done both or neither, and
 * doing it again does nothing. No queue is told: the new message stands in the index of what becomes due, and is on its
 * queue within a minute.
 * @param next undefined where nothing takes its place (shared/domain/delivery/fallback.ts)
 */
export const endOrFallBack =
  ({ journal, counters }: FallBackDependencies) =>
  async (message: MessageEntry, transition: Transition, next: MessageEntry | undefined): Promise<Moved> => {
    if (!next) return journal.transition(message, transition)
    const moved = await journal.transition(message, { ...transition, note: fellBackTo(next.channel), next })
    if (moved.moved) counters.count('MessagesFellBack')
    return moved
  }

import { createMemoryJournal, type MemoryJournal } from '#functions/simulate/memory/journal.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import type { Transition } from '#shared/ports/message-journal.ts'

export interface InMemoryJournal extends MemoryJournal {
  /** Lets the next transition to this state fail before it is written, as a table out of reach does. */
  failOnce(to: Transition['to'], error: Error): void
}

/** The simulation's journal, which can be made to fail; test/integration holds it and the table to the same behaviour. */
export const createInMemoryJournal = (...messages: readonly MessageEntry[]): InMemoryJournal => {
  const journal = createMemoryJournal(...messages)
  const failures = new Map<Transition['to'], Error>()
  return {
    ...journal,
    failOnce: (to, error) => void failures.set(to, error),
    transition: async (key, transition) => {
      const failure = failures.get(transition.to)
      failures.delete(transition.to)
      if (failure) throw failure
      return journal.transition(key, transition)
    },
  }
}

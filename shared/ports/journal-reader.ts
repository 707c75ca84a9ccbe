import type { JournalEntry } from '#shared/domain/message/journal-entry.ts'
import type { Signal } from '#shared/domain/signals/signal.ts'

/** Part of one customer's journal: whole decisions, each with the messages and tasks that followed from it. */
export interface JournalPart {
  /** In the order of time, the newest last. */
  readonly entries: readonly JournalEntry[]
  /** There are decisions before them. */
  readonly older: boolean
  /** How many entries were left out because their form is not understood. */
  readonly unreadable: number
}

/** Reads what the engine decided about one customer, and what became of it. */
export interface JournalReader {
  /** @param decisions how many of the newest */
  newest(customerId: string, decisions: number): Promise<JournalPart>
  /** The decisions that one bank event led to; none where it led to no signal, or was no event of this customer. */
  ofEvent(customerId: string, eventId: string): Promise<JournalPart>
  /** One decision by its key; nothing where there is none. */
  ofEntry(customerId: string, entry: string): Promise<JournalPart>
  /** The decision about one signal; nothing where none is recorded. */
  ofSignal(customerId: string, signal: Pick<Signal, 'id' | 'at'>): Promise<JournalPart>
}

import type { ConversionEntry, JournalEntry } from '#shared/domain/message/journal-entry.ts'

/** An entry whose form is not understood: another release wrote it. */
export interface UnreadableEntry {
  readonly kind: 'unreadable'
  readonly entry: string
}

/** Everything that stands in a customer's journal. */
export type HistoryEntry = JournalEntry | ConversionEntry | UnreadableEntry

export interface HistoryQuery {
  readonly customerId: string
  /** Only what followed from something at this instant or later. */
  readonly from?: Date | undefined
  /** Only what followed from something before this instant. */
  readonly to?: Date | undefined
  /** Only what stands before this entry: where the page before ended. */
  readonly before?: string | undefined
  /** Only entries of this kind. */
  readonly kind?: HistoryEntry['kind'] | undefined
  readonly limit: number
  /** What has expired by now is gone, whether or not it has been deleted. */
  readonly now: Date
}

export interface HistoryPage {
  /** The newest first. */
  readonly entries: readonly HistoryEntry[]
  /** The last entry of the page, where there are older ones. */
  readonly next: string | undefined
}

/** Reads what happened to one customer, in pages. */
export interface CustomerHistory {
  page(query: HistoryQuery): Promise<HistoryPage>
}

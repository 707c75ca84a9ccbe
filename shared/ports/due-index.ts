/** An entry of the journal whose time has come: its key, and when that was. */
export interface DueEntry {
  readonly customerId: string
  readonly entry: string
  readonly due: Date
}

/** One shard's entries, oldest first, page by page. */
export type DuePages = AsyncIterable<readonly DueEntry[]>

/**
 * What in the journal waits for a time that has come by `upTo`, a moment after it was written: an entry may stand here
 * a little longer than it waits. One stream a shard, to be worked through side by side.
 */
export interface DueIndex {
  heldMessages(upTo: Date): readonly DuePages[]
  overdueTasks(upTo: Date): readonly DuePages[]
  /** Messages that were queued a while ago and have not ended; by the wall clock, in a replay too. */
  unsettledMessages(upTo: Date): readonly DuePages[]
  /** Sent messages whose provider should have said by now what became of them; by the wall clock. */
  unconfirmedMessages(upTo: Date): readonly DuePages[]
}

import type { MessageEntry, MessageMark } from '#shared/domain/message/journal-entry.ts'
import type { MessageState } from '#shared/domain/message/lifecycle.ts'
import type { MessageKey } from '#shared/domain/message/message-key.ts'

/** One move of a message. Only what the lifecycle allows is written, in one conditional write. */
export interface Transition {
  readonly to: MessageState
  /** States passed on the way, oldest first, written as one step: nobody sees the message in them. */
  readonly through?: readonly MessageState[]
  readonly at: Date
  /** Why it moved, a code for the history. */
  readonly note?: string
  /** Why it ended, a code. */
  readonly reason?: string
  /** Only if the message had this many attempts: two runs that saw the same message cannot both move it. */
  readonly ifAttempts?: number
  /** Only if the message is still held, and until then: whoever releases it may be the slower of two. */
  readonly ifHeldUntil?: string
  /** The provider is about to be called, by this queue record's run: counted as an attempt. */
  readonly claim?: NonNullable<MessageEntry['claim']>
  readonly providerMessageId?: string
  /** Where it is held: when it may leave. */
  readonly heldUntil?: Date
  readonly inbox?: NonNullable<MessageEntry['inbox']>
  /**
   * A held message that takes the place of one that ends: put with the move, both or neither. Where it is there already,
   * the message moves alone.
   */
  readonly next?: MessageEntry
}

export type Moved =
  | { readonly moved: true }
  /** The state it was found in; none when there is no such message. */
  | { readonly moved: false; readonly state: MessageState | undefined }

export interface MessageJournal {
  /** @returns undefined when there is no such message; @throws PermanentError `unreadable-message` */
  message(key: MessageKey): Promise<MessageEntry | undefined>
  /**
   * Moves the message if it stands where the lifecycle allows it, else changes nothing. What the move counts of its
   * campaign (shared/domain/results/counted-states.ts) is counted with it, both or neither.
   * @param message its key, or the message as it was seen, which saves a read where something is counted
   * @throws RetryableError `conflict` or `throttled`: certainly nothing was written
   */
  transition(message: MessageKey | MessageEntry, transition: Transition): Promise<Moved>
  /**
   * Writes down that the customer opened, clicked or replied to the message, in whatever state it is, the first time only,
   * and counts it for its campaign: both or neither.
   * @returns undefined when there is no such message
   * @throws RetryableError `conflict` or `throttled`: certainly nothing was written
   */
  mark(
    message: MessageKey | MessageEntry,
    mark: MessageMark,
    at: Date,
  ): Promise<{ readonly first: boolean } | undefined>
}

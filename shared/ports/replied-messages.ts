/** A reply to an SMS that says nothing we act on; its text is not kept. */
export interface OrdinaryReply {
  readonly at: Date
  /** The provider's id of the message that it answers, where the provider says. */
  readonly answers?: string | undefined
}

/** The journal's messages that somebody replied to. */
export interface RepliedMessages {
  /**
   * Marks the message that was answered: the one that the provider names, else the last SMS to any of these customers in
   * the seven days before. Only its first reply counts.
   * @returns whether a message was marked
   */
  mark(customers: readonly string[], reply: OrdinaryReply): Promise<boolean>
}

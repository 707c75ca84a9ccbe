/**
 * What went wrong will go wrong again: the work is parked or the message failed, with this reason. The reason is a
 * stable code and the error's whole text, because provider texts may quote an address (RULES 17).
 */
export class PermanentError extends Error {
  override readonly name = 'PermanentError'
  readonly reason: string

  constructor(reason: string) {
    super(reason)
    this.reason = reason
  }
}

/**
 * Why work goes back to its queue. `throttled` and `unavailable`: certainly nothing was done. `in-doubt`: it may have
 * been done, nobody knows. `conflict`: somebody else changed the same thing meanwhile. `held`: its time has not come.
 */
export type RetryReason = 'throttled' | 'unavailable' | 'in-doubt' | 'conflict' | 'held'

/** What went wrong may go well later: the record is reported to SQS as failed and comes back. */
export class RetryableError extends Error {
  override readonly name = 'RetryableError'
  readonly reason: RetryReason

  constructor(reason: RetryReason) {
    super(reason)
    this.reason = reason
  }
}

import type { OptOutReply } from '#shared/domain/opt-out/confirmation.ts'

/** What customers said by replying to an SMS that they want no more of them. */
export interface OptOuts {
  /**
   * Closes SMS to everything for all of these customers, says in the audit table that they did it, and records one
   * confirmation to be sent, addressed to the first of those who had not opted out before: all of it or nothing, however
   * often the same reply is handed in. Who has opted out already, and has not consented anew since, stays as they are.
   * @param customers who share the number that the reply came from, in a fixed order
   * @returns how many of them had not opted out before
   */
  keep(customers: readonly string[], reply: OptOutReply, now: Date): Promise<number>
}

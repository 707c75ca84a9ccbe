import type { Unsubscription } from '#shared/domain/unsubscribe/token.ts'

/** What customers said by the links in their emails. */
export interface Unsubscriptions {
  /**
   * Closes the channel to marketing, and says in the audit table that the customer did it: both or neither. A customer
   * who has unsubscribed already has, so that the time of the first one stands.
   * @returns whether it changed anything
   */
  keep(unsubscription: Unsubscription, at: Date): Promise<boolean>
}

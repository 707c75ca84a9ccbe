import type { ContactsChange } from '#shared/ports/decision-recorder.ts'

/** What caps count of a customer, where no decision is recorded with it. */
export interface RecentContacts {
  /** @returns false where the contacts are not those that were seen: somebody else has changed them meanwhile */
  replace(customerId: string, change: ContactsChange): Promise<boolean>
}

/** How to address a customer. PII: it goes into the message and nowhere else. */
export interface Contact {
  readonly fullName: string
  readonly email?: string | undefined
  readonly phone?: string | undefined
}

export interface ContactsReader {
  /** @returns undefined when nothing is known of the customer, or nothing readable */
  contact(customerId: string): Promise<Contact | undefined>
}

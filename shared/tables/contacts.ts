import { defineTable } from '#shared/tables/table.ts'

/** The only table with PII. The engine writes to it blindly; delivery and the privacy API read it. */
export const contactsTable = defineTable({
  name: 'contacts',
  holds: 'PII: name, addresses, consent proofs, one item a customer',
  partitionKey: 'customerId',
  indexes: {},
  encryption: 'customer-managed',
  accessPatterns: [
    {
      need: 'keep a changed contact or consent proof',
      how: 'UpdateItem customerId, conditional per register, returns nothing',
    },
    { need: 'address a message', how: 'GetItem customerId' },
  ],
})

import { defineTable } from '#shared/tables/table.ts'

/**
 * The only table with PII. The engine writes to it blindly; delivery and the privacy API read it, and replies to SMS find
 * by its index whose number they came from.
 */
export const contactsTable = defineTable({
  name: 'contacts',
  holds: 'PII: name, addresses, consent proofs, one item a customer',
  partitionKey: 'customerId',
  indexes: {
    byPhone: { partitionKey: 'phone', projects: [] },
  },
  encryption: 'customer-managed',
  accessPatterns: [
    {
      need: 'keep a changed contact or consent proof',
      how: 'UpdateItem customerId, conditional per register, returns nothing',
    },
    { need: 'address a message', how: 'GetItem customerId' },
    {
      need: 'customers with a phone number',
      how: 'Query byPhone, E.164; the key stands beside the register `contact` and changes in the same write',
    },
  ],
})

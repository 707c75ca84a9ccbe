import * as z from 'zod/mini'
import { defineBankEvent } from '#events/contract.ts'
import { code, date, field, identifier } from '#events/values.ts'

/** The bank's own calendar found a card about to expire. */
export const cardExpiryApproaching = defineBankEvent({
  name: 'CardExpiryApproaching',
  summary: "Ready-made signal: the bank's own calendar found that a card is about to expire.",
  data: z.object({
    customerId: field(identifier, 'holder of the card'),
    cardId: field(identifier, 'the card'),
    expiresOn: field(date, 'last day of validity'),
    daysLeft: field(z.int().check(z.minimum(0), z.maximum(366)), 'days until then'),
    product: field(z.optional(code), 'code of the card product'),
  }),
  example: {
    customerId: 'C1042',
    cardId: 'K5',
    expiresOn: '2026-04-30',
    daysLeft: 30,
    product: 'debit-classic',
  },
})
export type CardExpiryApproaching = z.infer<typeof cardExpiryApproaching.detailSchema>

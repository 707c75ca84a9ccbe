import * as z from 'zod/mini'
import { defineBankEvent } from '#events/contract.ts'
import { code, date, field, identifier } from '#events/values.ts'

/** A card as it stands now. */
export const cardChanged = defineBankEvent({
  name: 'CardChanged',
  summary: 'A card was issued, changed or cancelled; carries the card as it stands now.',
  data: z.object({
    customerId: field(identifier, 'holder of the card'),
    cardId: field(identifier, 'the card, pseudonymous; never the card number'),
    accountId: field(z.optional(identifier), 'account that it draws on'),
    product: field(code, 'code of the card product'),
    expiresOn: field(date, 'last day of validity'),
    cancelledOn: field(z.optional(date), 'day of cancelling'),
  }),
  example: {
    customerId: 'C1042',
    cardId: 'K5',
    accountId: 'A77',
    product: 'debit-classic',
    expiresOn: '2026-04-30',
  },
})
export type CardChanged = z.infer<typeof cardChanged.detailSchema>

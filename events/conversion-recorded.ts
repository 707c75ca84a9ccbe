import * as z from 'zod/mini'
import { defineBankEvent } from '#events/contract.ts'
import { code, field, identifier, positiveMoney } from '#events/values.ts'

/** A customer took a product. */
export const conversionRecorded = defineBankEvent({
  name: 'ConversionRecorded',
  summary:
    'A customer took a product (opened, signed or ordered it), whatever led to it. Campaigns whose goal it is count it.',
  data: z.object({
    customerId: field(identifier, 'who took it'),
    conversionId: field(z.optional(identifier), "the bank's own reference of it, pseudonymous"),
    product: field(code, 'code of the product, as goals of campaigns name it'),
    amount: field(z.optional(positiveMoney), 'what it is about: a first deposit, a loan, a premium'),
  }),
  example: {
    customerId: 'C1042',
    conversionId: 'contract-90017',
    product: 'term-deposit',
    amount: { minorUnits: 20_000_000, currency: 'CZK' },
  },
})
export type ConversionRecorded = z.infer<typeof conversionRecorded.detailSchema>

import * as z from 'zod/mini'
import { defineBankEvent } from '#events/contract.ts'
import { field, identifier, positiveMoney } from '#events/values.ts'

/** The bank's own detector found an unusually large withdrawal. */
export const largeWithdrawalDetected = defineBankEvent({
  name: 'LargeWithdrawalDetected',
  summary: "Ready-made signal: the bank's own detector found an unusually large withdrawal.",
  data: z.object({
    customerId: field(identifier, 'owner of the account'),
    accountId: field(identifier, 'the account'),
    amount: field(positiveMoney, 'size of the withdrawal, without sign'),
  }),
  example: {
    customerId: 'C1042',
    accountId: 'A77',
    amount: { minorUnits: 25_000_000, currency: 'CZK' },
  },
})
export type LargeWithdrawalDetected = z.infer<typeof largeWithdrawalDetected.detailSchema>

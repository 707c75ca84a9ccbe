import * as z from 'zod/mini'
import { defineBankEvent } from '#events/contract.ts'
import { field, identifier, money } from '#events/values.ts'

const data = z
  .object({
    customerId: field(identifier, 'owner of the account'),
    accountId: field(identifier, 'the account'),
    balance: field(money, 'balance when it was found low'),
    threshold: field(z.optional(money), 'the limit it fell below, in the currency of balance'),
  })
  .check(
    z.refine(
      (found) => found.threshold === undefined || found.threshold.currency === found.balance.currency,
      {
        error: 'expected the currency of balance',
        path: ['threshold', 'currency'],
      },
    ),
  )

/** The bank's own detector found a low balance. */
export const lowBalanceDetected = defineBankEvent({
  name: 'LowBalanceDetected',
  summary: "Ready-made signal: the bank's own detector found that a balance fell below its limit.",
  data,
  example: {
    customerId: 'C1042',
    accountId: 'A77',
    balance: { minorUnits: 43_000, currency: 'CZK' },
    threshold: { minorUnits: 100_000, currency: 'CZK' },
  },
})
export type LowBalanceDetected = z.infer<typeof lowBalanceDetected.detailSchema>

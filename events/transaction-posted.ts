import * as z from 'zod/mini'
import { defineBankEvent } from '#events/contract.ts'
import { field, identifier, money } from '#events/values.ts'

const kind = z.enum([
  'cash',
  'card',
  'transfer',
  'interest',
  'fee',
  'salary',
  'pension',
  'loan-payment',
  'other',
])

const data = z
  .object({
    customerId: field(identifier, 'owner of the account'),
    accountId: field(identifier, 'the account'),
    transactionId: field(identifier, 'the transaction'),
    amount: field(money, 'negative: out of the account'),
    balanceAfter: field(money, 'balance after it, in the currency of amount'),
    kind: field(kind, 'what kind of transaction'),
    sequence: field(
      z.optional(z.int().check(z.minimum(0))),
      'order within the account, for transactions of the same instant',
    ),
  })
  .check(
    z.refine((posted) => posted.amount.currency === posted.balanceAfter.currency, {
      error: 'expected the currency of amount',
      path: ['balanceAfter', 'currency'],
    }),
  )

/** Money moved. */
export const transactionPosted = defineBankEvent({
  name: 'TransactionPosted',
  summary: 'A transaction was posted to an account.',
  data,
  example: {
    customerId: 'C1042',
    accountId: 'A77',
    transactionId: 'T900155',
    amount: { minorUnits: -4_500_000, currency: 'CZK' },
    balanceAfter: { minorUnits: 1_275_050, currency: 'CZK' },
    kind: 'cash',
    sequence: 318,
  },
})
export type TransactionPosted = z.infer<typeof transactionPosted.detailSchema>

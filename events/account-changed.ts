import * as z from 'zod/mini'
import { defineBankEvent } from '#events/contract.ts'
import { currency, date, field, identifier, money } from '#events/values.ts'

const data = z
  .object({
    customerId: field(identifier, 'owner of the account'),
    accountId: field(identifier, 'the account, pseudonymous'),
    kind: field(z.enum(['current', 'savings', 'credit', 'loan']), 'what it is'),
    currency: field(currency, 'currency of the account'),
    lowBalanceThreshold: field(
      z.optional(money),
      "below it the balance is low; in the account's currency; absent: the bank's setting",
    ),
    closedOn: field(z.optional(date), 'day of closing'),
  })
  .check(
    z.refine(
      (account) =>
        account.lowBalanceThreshold === undefined ||
        account.lowBalanceThreshold.currency === account.currency,
      {
        error: 'expected the currency of the account',
        path: ['lowBalanceThreshold', 'currency'],
      },
    ),
  )

/** An account as it stands now. */
export const accountChanged = defineBankEvent({
  name: 'AccountChanged',
  summary: 'An account was opened, changed or closed; carries the account as it stands now.',
  data,
  example: {
    customerId: 'C1042',
    accountId: 'A77',
    kind: 'current',
    currency: 'CZK',
    lowBalanceThreshold: { minorUnits: 200_000, currency: 'CZK' },
  },
})
export type AccountChanged = z.infer<typeof accountChanged.detailSchema>

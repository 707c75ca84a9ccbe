import { accountChanged } from '#events/account-changed.ts'
import { cardChanged } from '#events/card-changed.ts'
import { customerProfileChanged } from '#events/customer-profile-changed.ts'
import type { BankEvent } from '#events/registry.ts'
import { type TransactionPosted, transactionPosted } from '#events/transaction-posted.ts'

/** The customer of the contracts' examples, with account and card. */
export const exampleCustomer: readonly BankEvent[] = [
  { detailType: customerProfileChanged.name, detail: customerProfileChanged.example },
  { detailType: accountChanged.name, detail: accountChanged.example },
  { detailType: cardChanged.name, detail: cardChanged.example },
]

/** A PutEvents entry by which that customer's balance falls below the account's limit. */
export const firstEvent = (busName: string, now: Date) => {
  const { customerId, accountId, currency, lowBalanceThreshold } = accountChanged.example.data
  const limit = lowBalanceThreshold?.minorUnits ?? 0
  const id = `first-${now.getTime()}`
  const detail: TransactionPosted = {
    metadata: { eventId: id, occurredAt: now.toISOString(), version: 1 },
    data: {
      customerId,
      accountId,
      transactionId: id,
      amount: { minorUnits: -100_000, currency },
      balanceAfter: { minorUnits: limit - 50_000, currency },
      kind: 'card',
    },
  }
  return {
    EventBusName: busName,
    Source: 'bank.core',
    DetailType: transactionPosted.name,
    Detail: JSON.stringify(detail),
  }
}

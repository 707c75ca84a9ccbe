import type { CustomerProfileChanged } from '#events/customer-profile-changed.ts'
import type { BankEvent, BankEventNamed } from '#events/registry.ts'

type ProfileData = CustomerProfileChanged['data']

/** Writes events as a bank would, with ids that say what they belong to. */
export interface Bank {
  profile(data: ProfileData): BankEvent
  account(customerId: string, change?: Partial<BankEventNamed<'AccountChanged'>['detail']['data']>): BankEvent
  card(customerId: string, expiresOn: string, cancelledOn?: string): BankEvent
  /** @param balanceAfter crowns @param amount crowns, negative out of the account @param daysAgo whole days */
  transaction(customerId: string, amount: number, balanceAfter: number, daysAgo?: number): BankEvent
}

const crowns = (amount: number) => ({ minorUnits: amount * 100, currency: 'CZK' })
const DAY_MS = 86_400_000

export const accountOf = (customerId: string): string => `A-${customerId}`

/** @param now when everything happens, but for what is said to be older */
export const createBank = (now: Date): Bank => {
  let count = 0
  const metadata = (name: string, daysAgo = 0) => ({
    eventId: `demo-${name}-${++count}`,
    occurredAt: new Date(now.getTime() - daysAgo * DAY_MS).toISOString(),
    version: 1 as const,
  })
  return {
    profile: (data) => ({
      detailType: 'CustomerProfileChanged',
      detail: { metadata: metadata('profile', 1), data },
    }),
    account: (customerId, change = {}) => ({
      detailType: 'AccountChanged',
      detail: {
        metadata: metadata('account', 1),
        data: { customerId, accountId: accountOf(customerId), kind: 'current', currency: 'CZK', ...change },
      },
    }),
    card: (customerId, expiresOn, cancelledOn) => ({
      detailType: 'CardChanged',
      detail: {
        metadata: metadata('card', 1),
        data: {
          customerId,
          cardId: `K-${customerId}`,
          product: 'gold',
          expiresOn,
          ...(cancelledOn === undefined ? {} : { cancelledOn }),
        },
      },
    }),
    transaction: (customerId, amount, balanceAfter, daysAgo = 0) => {
      const stamp = metadata('transaction', daysAgo)
      return {
        detailType: 'TransactionPosted',
        detail: {
          metadata: stamp,
          data: {
            customerId,
            accountId: accountOf(customerId),
            transactionId: stamp.eventId,
            amount: crowns(amount),
            balanceAfter: crowns(balanceAfter),
            kind: 'cash',
          },
        },
      }
    },
  }
}

import type { BankEvent } from '#events/registry.ts'
import { addDays } from '#shared/domain/calendar/local-date.ts'
import type { AccountFacts } from '#shared/domain/profile/customer-profile.ts'
import type { Settings } from '#shared/domain/settings.ts'
import type { Signal } from '#shared/domain/signals/signal.ts'
import type { Fact, Money, SignalType } from '#shared/domain/vocabulary.ts'

type Transaction = Extract<BankEvent, { detailType: 'TransactionPosted' }>['detail']

/** A signal that one event carries: the event's id makes it unique. */
const eventSignal = (
  type: SignalType,
  { metadata, data }: { metadata: { eventId: string; occurredAt: string }; data: { customerId: string } },
  carried: Record<string, Fact | undefined>,
): Signal => ({
  type,
  id: `${type}:${metadata.eventId}`,
  customerId: data.customerId,
  at: new Date(metadata.occurredAt).toISOString(),
  data: Object.fromEntries(
    Object.entries(carried).filter(([, value]) => value !== undefined),
  ) as Signal['data'],
})

/** A calendar moment: the same whether our sweep or the bank's own detector found it. */
const dayInstant = (date: string): string => `${date}T00:00:00.000Z`

/**
 * Birthday of one year.
 * @param on the local date it is kept on, YYYY-MM-DD
 * @param dueAt when it was due in the customer's zone, or the bank said so
 */
export const birthdaySignal = (customerId: string, on: string, dueAt: Date): Signal => ({
  type: 'Birthday',
  id: `Birthday:${on.slice(0, 4)}`,
  customerId,
  at: dayInstant(on),
  dueAt: dueAt.toISOString(),
  data: { on },
})

/** @param card.daysLeft whole days from the local date it is due on to the day the card expires */
export const cardExpiringSignal = (
  customerId: string,
  card: { cardId: string; expiresOn: string; daysLeft: number; product?: string | undefined },
  dueAt: Date,
): Signal => ({
  type: 'CardExpiring',
  id: `CardExpiring:${card.cardId}:${card.expiresOn}:${card.daysLeft}`,
  customerId,
  at: dayInstant(addDays(card.expiresOn, -card.daysLeft)),
  dueAt: dueAt.toISOString(),
  data: {
    cardId: card.cardId,
    expiresOn: card.expiresOn,
    daysLeft: card.daysLeft,
    ...(card.product === undefined ? {} : { product: card.product }),
  },
})

/** Accounts that hold the customer's own money; what is not known yet is taken for one. */
const holdsOwnMoney = (account: AccountFacts | undefined): boolean =>
  account === undefined || account.kind === 'current' || account.kind === 'savings'

const money = (minorUnits: number, currency: string): Money => ({ minorUnits, currency })

/**
 * Finds the signals of a posted transaction from the fact alone: the balance before it is `balanceAfter - amount`,
 * so neither order nor duplicates of events change what is found.
 * @param account what is known of the account (its own threshold, its kind); undefined if nothing yet
 */
export const transactionSignals = (
  transaction: Transaction,
  account: AccountFacts | undefined,
  settings: Settings,
): Signal[] => {
  if (!holdsOwnMoney(account)) return []
  const { accountId, amount, balanceAfter } = transaction.data
  const { minorUnits, currency } = amount
  const after = balanceAfter.minorUnits
  const before = after - minorUnits
  const signals: Signal[] = []

  const threshold = account?.threshold ?? settings.lowBalanceThreshold[currency]
  if (threshold !== undefined && before >= threshold && after < threshold)
    signals.push(
      eventSignal('LowBalance', transaction, {
        accountId,
        balance: balanceAfter,
        threshold: money(threshold, currency),
      }),
    )
  const withdrawal = settings.largeWithdrawal[currency]
  if (withdrawal !== undefined && minorUnits < 0 && -minorUnits >= withdrawal)
    signals.push(
      eventSignal('LargeWithdrawal', transaction, { accountId, amount: money(-minorUnits, currency) }),
    )
  const deposit = settings.largeDeposit[currency]
  if (deposit !== undefined && minorUnits > 0 && minorUnits >= deposit)
    signals.push(eventSignal('LargeDeposit', transaction, { accountId, amount }))
  return signals
}

/** The signal that a bank's own detector published ready-made; undefined for any other event. */
export const readyMadeSignal = (event: BankEvent): Signal | undefined => {
  switch (event.detailType) {
    case 'LowBalanceDetected': {
      const { accountId, balance, threshold } = event.detail.data
      return eventSignal('LowBalance', event.detail, { accountId, balance, threshold })
    }
    case 'LargeWithdrawalDetected': {
      const { accountId, amount } = event.detail.data
      return eventSignal('LargeWithdrawal', event.detail, { accountId, amount })
    }
    case 'LargeDepositDetected': {
      const { accountId, amount } = event.detail.data
      return eventSignal('LargeDeposit', event.detail, { accountId, amount })
    }
    case 'CardExpiryApproaching':
      return cardExpiringSignal(
        event.detail.data.customerId,
        event.detail.data,
        new Date(event.detail.metadata.occurredAt),
      )
    case 'BirthdayReached':
      return birthdaySignal(
        event.detail.data.customerId,
        event.detail.data.on,
        new Date(event.detail.metadata.occurredAt),
      )
    default:
      return undefined
  }
}

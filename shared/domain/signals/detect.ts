import type { BankEvent } from '#events/registry.ts'
import { addDays } from '#shared/domain/calendar/local-date.ts'
import { birthdaySignal } from '#shared/domain/signals/birthday-signal.ts'
import { dayInstant, eventSignal, type Signal } from '#shared/domain/signals/signal.ts'

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
        event.detail.data.calendar ?? 'gregorian',
        new Date(event.detail.metadata.occurredAt),
      )
    default:
      return undefined
  }
}

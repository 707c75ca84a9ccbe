import type { BankEvent } from '#events/registry.ts'
import type { AccountFacts } from '#shared/domain/profile/customer-profile.ts'
import type { MonthElements } from '#shared/domain/profile/months.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { judgeMovement } from '#shared/domain/signals/baseline.ts'
import { eventSignal, type Signal } from '#shared/domain/signals/signal.ts'
import type { Money } from '#shared/domain/vocabulary.ts'

type Transaction = Extract<BankEvent, { detailType: 'TransactionPosted' }>['detail']

const money = (minorUnits: number, currency: string): Money => ({ minorUnits, currency })

/** Accounts that hold the customer's own money; what is not known yet is taken for one. */
const holdsOwnMoney = (account: AccountFacts | undefined): boolean =>
  account === undefined || account.kind === 'current' || account.kind === 'savings'

const lowBalance = (
  transaction: Transaction,
  account: AccountFacts | undefined,
  settings: Settings,
): Signal[] => {
  const { accountId, amount, balanceAfter: balance } = transaction.data
  const { currency } = amount
  const threshold = account?.threshold ?? settings.lowBalanceThreshold[currency]
  const before = balance.minorUnits - amount.minorUnits
  if (threshold === undefined || before < threshold || balance.minorUnits >= threshold) return []
  return [
    eventSignal('LowBalance', transaction, { accountId, balance, threshold: money(threshold, currency) }),
  ]
}

const largeMovement = (
  transaction: Transaction,
  settings: Settings,
  months: () => MonthElements,
): Signal[] => {
  const { accountId, amount } = transaction.data
  const { minorUnits, currency } = amount
  if (minorUnits === 0) return []
  const movement = minorUnits < 0 ? 'withdrawal' : 'deposit'
  const moved = {
    movement,
    amount: Math.abs(minorUnits),
    currency,
    at: transaction.metadata.occurredAt,
  } as const
  const verdict = judgeMovement(moved, settings, months)
  if (!verdict.significant) return []
  const compared =
    verdict.by === 'baseline'
      ? { months: verdict.months, usualLargest: money(verdict.usualLargest, currency) }
      : {}
  const type = movement === 'withdrawal' ? 'LargeWithdrawal' : 'LargeDeposit'
  return [eventSignal(type, transaction, { accountId, amount: money(moved.amount, currency), ...compared })]
}

const salaryArrived = (transaction: Transaction): Signal[] => {
  const { accountId, amount, kind } = transaction.data
  return kind === 'salary' && amount.minorUnits > 0
    ? [eventSignal('SalaryArrived', transaction, { accountId, amount })]
    : []
}

/** The debt fell below the limit with this payment. Banks post a loan's balance as a negative or a positive number. */
const loanNearlyRepaid = (transaction: Transaction, { loanNearlyRepaid: limits }: Settings): Signal[] => {
  const { accountId, amount, balanceAfter } = transaction.data
  const { [amount.currency]: limit } = limits
  const before = Math.abs(balanceAfter.minorUnits - amount.minorUnits)
  const outstanding = Math.abs(balanceAfter.minorUnits)
  if (limit === undefined || before < limit || outstanding >= limit) return []
  const balance = money(outstanding, amount.currency)
  return [eventSignal('LoanNearlyRepaid', transaction, { accountId, balance })]
}

/**
 * Finds the signals of a posted transaction. The balance before it is `balanceAfter - amount`, so the fact alone says
 * whether a limit was crossed, and neither order nor duplicates of events change what is found. Only where the bank
 * judges movements against the customer's own months (docs/adr/0008-baseline.md) is anything older asked for.
 * @param account what is known of the account (its own threshold, its kind); undefined if nothing yet
 * @param months what is kept of the customer's transactions; asked only if it matters
 */
export const transactionSignals = (
  transaction: Transaction,
  account: AccountFacts | undefined,
  settings: Settings,
  months: () => MonthElements,
): Signal[] => {
  if (account?.kind === 'loan') return loanNearlyRepaid(transaction, settings)
  if (!holdsOwnMoney(account)) return []
  return [
    ...lowBalance(transaction, account, settings),
    ...largeMovement(transaction, settings, months),
    ...salaryArrived(transaction),
  ]
}

import { addDays, birthdaysKeptOn } from '#shared/domain/calendar/local-date.ts'
import { lunarBirthday } from '#shared/domain/calendar/lunar-date.ts'
import type { DecisionSubject } from '#shared/domain/decision/circumstances.ts'
import type { BalanceFacts } from '#shared/domain/profile/customer-profile.ts'
import { versionTime } from '#shared/domain/profile/version.ts'
import { assetTier, isHigherTier } from '#shared/domain/segments/asset-tier.ts'
import { assetTierSchema, type Money, type SignalType } from '#shared/domain/vocabulary.ts'

type Holds = (subject: DecisionSubject) => boolean

const textOf = ({ signal }: DecisionSubject, name: string): string => {
  const { [name]: value } = signal.data
  return typeof value === 'string' ? value : ''
}

/**
 * Whether a fact came after the signal, and not after now: in a replay the profile may be ahead of the message. What
 * occurred at the signal's own instant does not count either: where the bank's clock is coarse, nobody knows whether it
 * came before or after.
 * @param v version of the fact's register
 */
const cameAfter = (v: string, { signal, now }: DecisionSubject): boolean => {
  const occurredAt = versionTime(v)
  return occurredAt !== undefined && occurredAt > Date.parse(signal.at) && occurredAt <= now.getTime()
}

/** The balance of the signal's account, where it was told after the signal. */
const laterBalance = (subject: DecisionSubject): BalanceFacts | undefined => {
  const balance = subject.profile.balances.get(textOf(subject, 'accountId'))
  return balance && cameAfter(balance.v, subject) ? balance : undefined
}

/** In minor units of the currency: what the signal was found by; else as detection would have it now. */
const thresholdOf = (subject: DecisionSubject, currency: string): number | undefined => {
  const { signal, profile, settings } = subject
  const { threshold } = signal.data
  if (typeof threshold === 'object') return inCurrency(threshold, currency)
  const account = profile.accounts.get(textOf(subject, 'accountId'))
  return account?.threshold ?? settings.lowBalanceThreshold[currency]
}

const inCurrency = (money: Money, currency: string): number | undefined =>
  money.currency === currency ? money.minorUnits : undefined

const isStillLow: Holds = (subject) => {
  const balance = laterBalance(subject)
  const threshold = balance && thresholdOf(subject, balance.currency)
  return threshold === undefined || balance === undefined || balance.minor < threshold
}

/** Neither repaid as a whole, nor drawn again. Banks post a loan's balance as a negative or a positive number. */
const isStillNearlyRepaid: Holds = (subject) => {
  const balance = laterBalance(subject)
  if (!balance) return true
  const { [balance.currency]: limit } = subject.settings.loanNearlyRepaid
  const outstanding = Math.abs(balance.minor)
  return outstanding > 0 && (limit === undefined || outstanding < limit)
}

/** A cancelled card is one whatever the signal says; a new expiry counts where it was told after the signal. */
const cardStillExpires: Holds = (subject) => {
  const card = subject.profile.cards.get(textOf(subject, 'cardId'))
  if (!card) return true
  if (card.cancelledOn !== undefined) return false
  return card.expiresOn === textOf(subject, 'expiresOn') || !cameAfter(card.v, subject)
}

/** Banks differ by a day about leap days and short months, and about leap months: that is no other birthday. */
const isStillBirthday: Holds = (subject) => {
  const { birthDate, birthCalendar } = subject.profile.single
  const on = textOf(subject, 'on')
  if (birthDate === undefined || on === '') return true
  return [-1, 0, 1].some((days) => {
    const date = addDays(on, days)
    return birthCalendar === 'chinese'
      ? lunarBirthday(date) === lunarBirthday(birthDate)
      : birthdaysKeptOn(date).includes(birthDate.slice(5))
  })
}

const joinedThen: Holds = (subject) => {
  const { customerSince } = subject.profile.single
  return customerSince === undefined || customerSince === textOf(subject, 'on')
}

const isStillInTier: Holds = (subject) => {
  const reached = assetTierSchema.options.find((tier) => tier === subject.signal.data.tier)
  const tier = assetTier(subject.profile, subject.settings)
  return reached === undefined || tier === undefined || !isHigherTier(reached, tier)
}

/** It happened, whatever came after. */
const happened: Holds = () => true

/** What keeps the message about each kind of signal true. */
const table: Readonly<Record<SignalType, Holds>> = {
  LowBalance: isStillLow,
  LargeWithdrawal: happened,
  LargeDeposit: happened,
  CardExpiring: cardStillExpires,
  Birthday: isStillBirthday,
  SalaryArrived: happened,
  NewCustomer: joinedThen,
  AssetTierRaised: isStillInTier,
  LoanNearlyRepaid: isStillNearlyRepaid,
  // The campaign's own occasion: its audience says whom it is about.
  Scheduled: happened,
}

/**
 * Whether what a signal tells is still so, by the profile as it is now. A profile that does not know leaves it true.
 * That the signal's account was closed is the gates' matter (shared/domain/decision/gates.ts).
 */
export const stillTrue: Holds = (subject) => table[subject.signal.type](subject)

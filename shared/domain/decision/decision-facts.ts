import { ageOn, daysBetween, localTime } from '#shared/domain/calendar/local-date.ts'
import type { ConditionField } from '#shared/domain/campaign/condition.ts'
import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import type { Settings } from '#shared/domain/settings.ts'
import type { Signal } from '#shared/domain/signals/signal.ts'

type Scalar = string | number | boolean

/** Everything a decision looks at. `now` is when it is taken: the wall clock, or the event's time in a replay. */
export interface DecisionSubject {
  readonly signal: Signal
  readonly profile: CustomerProfile
  readonly settings: Settings
  readonly now: Date
}

/** The customer's own zone, or the bank's where it is unknown. */
export const customerZone = ({ profile, settings }: Pick<DecisionSubject, 'profile' | 'settings'>): string =>
  profile.single.timeZone ?? settings.timeZone

const today = (subject: DecisionSubject): string => localTime(subject.now, customerZone(subject)).date

const textOf = (signal: Signal, name: string): string | undefined => {
  const value = signal.data[name]
  return typeof value === 'string' ? value : undefined
}

const signalMoney = ({ data }: Signal): { minorUnits: number; currency: string } | undefined => {
  const value = data.amount ?? data.balance
  return typeof value === 'object' ? value : undefined
}

type Reader = (subject: DecisionSubject) => Scalar | undefined

const readers: Readonly<Record<ConditionField, Reader>> = {
  'customer.age': (subject) => {
    const { birthDate } = subject.profile.single
    return birthDate === undefined ? undefined : ageOn(birthDate, today(subject))
  },
  'customer.tenureDays': (subject) => {
    const { customerSince } = subject.profile.single
    return customerSince === undefined ? undefined : daysBetween(customerSince, today(subject))
  },
  'customer.vulnerable': ({ profile }) => Boolean(profile.single.vulnerability),
  'customer.openComplaint': ({ profile }) => profile.single.openComplaint === true,
  'account.kind': ({ profile, signal }) => profile.accounts.get(textOf(signal, 'accountId') ?? '')?.kind,
  'card.product': ({ profile, signal }) =>
    textOf(signal, 'product') ?? profile.cards.get(textOf(signal, 'cardId') ?? '')?.product,
  'signal.amount': ({ signal }) => signalMoney(signal)?.minorUnits,
  'signal.currency': ({ signal }) => signalMoney(signal)?.currency,
  'signal.daysLeft': ({ signal }) =>
    typeof signal.data.daysLeft === 'number' ? signal.data.daysLeft : undefined,
}

/** @returns the field's value for this customer and signal; undefined where nothing is known */
export const readField = (field: ConditionField, subject: DecisionSubject): Scalar | undefined =>
  readers[field](subject)

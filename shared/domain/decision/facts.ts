import { daysBetween, weekdayOf } from '#shared/domain/calendar/local-date.ts'
import {
  type ConditionField,
  type FieldValue,
  fieldIndex,
  fieldNames,
} from '#shared/domain/campaign/fields.ts'
import type { Circumstances } from '#shared/domain/decision/circumstances.ts'
import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import { activity, monthsSinceCardPayment } from '#shared/domain/segments/activity.ts'
import { assetTier } from '#shared/domain/segments/asset-tier.ts'
import { lifecycle } from '#shared/domain/segments/lifecycle.ts'
import type { Signal } from '#shared/domain/signals/signal.ts'
import type { Money } from '#shared/domain/vocabulary.ts'

type Reader = (circumstances: Circumstances) => FieldValue

const textOf = ({ data }: Signal, name: string): string | undefined => {
  const { [name]: value } = data
  return typeof value === 'string' ? value : undefined
}

const moneyOf = ({ data }: Signal, name: string): Money | undefined => {
  const { [name]: value } = data
  return typeof value === 'object' ? value : undefined
}

const languageOf = (locale: string | undefined): string | undefined => locale?.split('-')[0]?.toLowerCase()

const sorted = (names: ReadonlySet<string>): string[] => [...names].sort()

const cardProducts = ({ cards }: CustomerProfile, today: string): string[] => {
  const products = new Set<string>()
  for (const { product, cancelledOn, expiresOn } of cards.values())
    if (cancelledOn === undefined && expiresOn >= today) products.add(product)
  return sorted(products)
}

const accountKinds = ({ accounts }: CustomerProfile): string[] => {
  const kinds = new Set<string>()
  for (const { kind, closedOn } of accounts.values()) if (closedOn === undefined) kinds.add(kind)
  return sorted(kinds)
}

const readers: Readonly<Record<ConditionField, Reader>> = {
  'customer.age': ({ age }) => age,
  'customer.tenureDays': ({ subject, local }) => {
    const { customerSince } = subject.profile.single
    return customerSince === undefined ? undefined : daysBetween(customerSince, local.date)
  },
  'customer.language': ({ subject }) => languageOf(subject.profile.single.locale),
  'customer.branch': ({ subject }) => subject.profile.single.branchId,
  'customer.hasManager': ({ subject }) => subject.profile.single.relationshipManagerId !== undefined,
  'customer.products': ({ subject }) => subject.profile.single.products,
  'customer.cardProducts': ({ subject, local }) => cardProducts(subject.profile, local.date),
  'customer.accountKinds': ({ subject }) => accountKinds(subject.profile),
  'customer.monthsSinceCardPayment': ({ subject, local }) =>
    monthsSinceCardPayment(subject.profile.months, local.date),
  'customer.financialAssets': ({ subject }) => subject.profile.single.financialAssets,
  'customer.riskLevel': ({ subject }) => subject.profile.single.riskTolerance?.level,
  'customer.vulnerable': ({ subject }) => Boolean(subject.profile.single.vulnerability),
  'customer.openComplaint': ({ subject }) => subject.profile.single.openComplaint === true,
  'segment.assetTier': ({ subject }) => assetTier(subject.profile, subject.settings),
  'segment.activity': ({ subject, local }) =>
    activity(subject.profile.months, local.date, subject.settings.segments.activeWeeks),
  'segment.lifecycle': ({ subject, local }) => {
    const { customerSince } = subject.profile.single
    return customerSince === undefined ? undefined : lifecycle(customerSince, local.date)
  },
  'account.kind': ({ subject: { profile, signal } }) =>
    profile.accounts.get(textOf(signal, 'accountId') ?? '')?.kind,
  'account.balance': ({ subject: { profile, signal } }) => {
    const balance = profile.balances.get(textOf(signal, 'accountId') ?? '')
    return balance && { minorUnits: balance.minor, currency: balance.currency }
  },
  'card.product': ({ subject: { profile, signal } }) =>
    textOf(signal, 'product') ?? profile.cards.get(textOf(signal, 'cardId') ?? '')?.product,
  'signal.amount': ({ subject }) => moneyOf(subject.signal, 'amount'),
  'signal.balance': ({ subject }) => moneyOf(subject.signal, 'balance'),
  'signal.daysLeft': ({ subject }) => {
    const { daysLeft } = subject.signal.data
    return typeof daysLeft === 'number' ? daysLeft : undefined
  },
  'signal.calendar': ({ subject }) => textOf(subject.signal, 'calendar'),
  'signal.tier': ({ subject }) => textOf(subject.signal, 'tier'),
  'now.hour': ({ local }) => local.hour,
  'now.weekday': ({ local }) => weekdayOf(local.date),
}

const readersByIndex: readonly Reader[] = fieldNames.map((name) => readers[name])

/** @returns the field's value for this customer and moment; undefined where nothing is known */
export const readField = (field: ConditionField, circumstances: Circumstances): FieldValue =>
  readers[field](circumstances)

/** @param wanted fields that somebody will ask for; the others are left undefined */
export const readFacts = (circumstances: Circumstances, wanted: readonly ConditionField[]): FieldValue[] => {
  const facts: FieldValue[] = new Array(fieldNames.length).fill(undefined)
  for (const name of wanted) {
    const index = fieldIndex[name]
    facts[index] = readersByIndex[index]?.(circumstances)
  }
  return facts
}

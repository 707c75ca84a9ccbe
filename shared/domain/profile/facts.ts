import type { BankEvent } from '#events/registry.ts'
import {
  ACCOUNT_PREFIX,
  BALANCE_PREFIX,
  CARD_PREFIX,
  consentAttribute,
  type SingleRegister,
} from '#shared/domain/profile/customer-profile.ts'
import type { RegisterWrite } from '#shared/domain/profile/register.ts'
import { factVersion } from '#shared/domain/profile/version.ts'

type Detail<Name extends BankEvent['detailType']> = Extract<BankEvent, { detailType: Name }>['detail']

/** Everything one bank event says about its customer, by where it is kept. */
export interface CustomerFacts {
  /** The profile item: pseudonymous. */
  readonly profile: readonly RegisterWrite[]
  /** The contacts item: PII. */
  readonly contact: readonly RegisterWrite[]
  /** Cards whose calendar entry may change, by card id. */
  readonly cards: ReadonlyMap<string, CardCalendar>
}

/** When a card expires, or null for a cancelled one, as a register. */
export interface CardCalendar {
  readonly v: string
  readonly expiresOn: string | null
}

const NOTHING: CustomerFacts = { profile: [], contact: [], cards: new Map() }

const profileFields = [
  'birthDate',
  'birthCalendar',
  'timeZone',
  'locale',
  'customerSince',
  'financialAssets',
  'riskTolerance',
  'relationshipManagerId',
  'branchId',
  'vulnerability',
  'openComplaint',
  'personalisation',
  'products',
] as const satisfies readonly SingleRegister[]

const withoutUndefined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T

const profileChanged = ({ metadata, data }: Detail<'CustomerProfileChanged'>): CustomerFacts => {
  const v = factVersion(metadata.occurredAt, metadata.eventId)
  const profile: RegisterWrite[] = profileFields
    .filter((field) => data[field] !== undefined)
    .map((attribute) => ({ attribute, value: { v, x: data[attribute] } }))
  const contact: RegisterWrite[] = []
  if (data.contact) {
    const reach = [...(data.contact.email ? ['email'] : []), ...(data.contact.phone ? ['phone'] : [])]
    profile.push({ attribute: 'reach', value: { v, x: reach } })
    contact.push({ attribute: 'contact', value: withoutUndefined({ v, ...data.contact }) })
  }
  for (const { purpose, channel, granted, at, proof } of data.consents ?? []) {
    // A consent counts from when it was given or withdrawn, not from when the bank told us.
    const given = factVersion(at, metadata.eventId)
    profile.push({ attribute: consentAttribute(purpose, channel), value: { v: given, x: granted } })
    contact.push({ attribute: `proof:${purpose}:${channel}`, value: { v: given, granted, at, proof } })
  }
  return { ...NOTHING, profile, contact }
}

const accountChanged = ({ metadata, data }: Detail<'AccountChanged'>): CustomerFacts => {
  const value = withoutUndefined({
    v: factVersion(metadata.occurredAt, metadata.eventId),
    kind: data.kind,
    currency: data.currency,
    threshold: data.lowBalanceThreshold?.minorUnits,
    closedOn: data.closedOn,
  })
  return { ...NOTHING, profile: [{ attribute: `${ACCOUNT_PREFIX}${data.accountId}`, value }] }
}

const cardChanged = ({ metadata, data }: Detail<'CardChanged'>): CustomerFacts => {
  const v = factVersion(metadata.occurredAt, metadata.eventId)
  const { cardId, product, expiresOn, accountId, cancelledOn } = data
  const value = withoutUndefined({ v, product, expiresOn, accountId, cancelledOn })
  return {
    ...NOTHING,
    profile: [{ attribute: `${CARD_PREFIX}${cardId}`, value }],
    cards: new Map([[cardId, { v, expiresOn: cancelledOn === undefined ? expiresOn : null }]]),
  }
}

const transactionPosted = ({ metadata, data }: Detail<'TransactionPosted'>): CustomerFacts => {
  const value = {
    v: factVersion(metadata.occurredAt, metadata.eventId, data.sequence),
    minor: data.balanceAfter.minorUnits,
    currency: data.balanceAfter.currency,
  }
  return { ...NOTHING, profile: [{ attribute: `${BALANCE_PREFIX}${data.accountId}`, value }] }
}

/**
 * The facts of a bank event. Ready-made signals say nothing that is kept in the profile.
 */
export const factsOf = (event: BankEvent): CustomerFacts => {
  switch (event.detailType) {
    case 'CustomerProfileChanged':
      return profileChanged(event.detail)
    case 'AccountChanged':
      return accountChanged(event.detail)
    case 'CardChanged':
      return cardChanged(event.detail)
    case 'TransactionPosted':
      return transactionPosted(event.detail)
    default:
      return NOTHING
  }
}

import { birthdayKeyOf } from '#shared/adapters/dynamodb/birthday-key.ts'
import { type CustomerProfile, consentAttribute } from '#shared/domain/profile/customer-profile.ts'
import { MONTH_PREFIX } from '#shared/domain/profile/months.ts'
import { PROFILE_ITEM } from '#shared/tables/customers.ts'

/** An item of the customers table, as the document client writes it. */
export type ProfileItem = Readonly<Record<string, unknown>> & {
  readonly customerId: string
  readonly item: string
}

type ManyValued = ReadonlyMap<string, object>

const prefixed = (prefix: string, all: ReadonlyMap<string, unknown>): Record<string, unknown> =>
  Object.fromEntries([...all].map(([name, value]) => [`${prefix}${name}`, value]))

const versioned = (all: ManyValued, v: string): ManyValued =>
  new Map([...all].map(([name, value]) => [name, { ...value, v }]))

/** What nobody has ever said about a customer is not there. */
const single = (all: CustomerProfile['single'], v: string): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(all).flatMap(([name, x]) => (x === undefined || x === null ? [] : [[name, { v, x }]])),
  )

/**
 * The item that a profile has in the customers table once the bank has published all of it.
 * @param v version of every register (shared/domain/profile/version.ts)
 */
export const profileItem = (profile: CustomerProfile, v: string): ProfileItem => {
  const { customerId, accounts, balances, cards, consents, months } = profile
  const registers = single(profile.single, v)
  const birthday = birthdayKeyOf(customerId, [
    { attribute: 'birthDate', value: { v, x: profile.single.birthDate } },
  ])
  return {
    customerId,
    item: PROFILE_ITEM,
    ...registers,
    ...(birthday === undefined ? {} : { calendarKey: birthday }),
    ...prefixed('account:', versioned(accounts, v)),
    ...prefixed('balance:', versioned(balances, v)),
    ...prefixed('card:', versioned(cards, v)),
    ...prefixed('', new Map([...consents].map(([name, x]) => [consentName(name), { v, x }]))),
    ...prefixed(MONTH_PREFIX, months),
  }
}

/** @param name purpose and channel, as a profile's consents are named */
const consentName = (name: string): string => {
  const [purpose = '', channel = ''] = name.split(':')
  return consentAttribute(purpose, channel)
}

import { CONSENT_PREFIX } from '#shared/domain/profile/customer-profile.ts'
import { factVersion } from '#shared/domain/profile/version.ts'
import { cardItem, PROFILE_ITEM } from '#shared/tables/customers.ts'
import { benchCustomer } from '#test/bench/workload/customers.ts'
import { itemBytes } from '#test/support/item-bytes.ts'
import { randomOf } from '#test/support/random.ts'

/** Of registers: an instant before any launch. */
const V = factVersion('2026-06-01T00:00:00.000Z', 'launch')

/** The product that the audience of the launches asks for. */
export const WANTED = 'AUDIENCE'

/** In bytes: what profiles aim at (DESIGN). */
const LARGEST = 1_024

/** Of a thousand customers, one has a profile that something else than Bellwether has spoilt. */
const SPOILT = 1_000

export type CustomerItem = Readonly<Record<string, unknown>> & { readonly customerId: string }

/** What nobody has ever said about a customer is not there. */
const registersOf = (all: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) =>
      value === undefined || value === null || value === false ? [] : [[name, { v: V, x: value }]],
    ),
  )

const prefixed = (prefix: string, all: ReadonlyMap<string, unknown>): Record<string, unknown> =>
  Object.fromEntries([...all].map(([name, value]) => [`${prefix}${name}`, value]))

export interface Seeding {
  readonly seed: number
  /** Share of the customers whom the audience matches, 0 to 1. */
  readonly share: number
}

/**
 * The items of customer number `index`: a profile of a few hundred bytes, and the calendar items of cards of every tenth.
 * The same for the same seed, however many there are.
 */
export const customerItems = (index: number, { seed, share }: Seeding): readonly CustomerItem[] => {
  const random = randomOf(seed * 31 + index)
  const { customerId, single, accounts, balances, cards, consents } = benchCustomer(random, index)
  const products = [...(single.products ?? []), ...(random.next() < share ? [WANTED] : [])]
  const versioned = (all: ReadonlyMap<string, object>) =>
    new Map([...all].map(([name, value]) => [name, { ...value, v: V }]))
  const granted = new Map([...consents].map(([name, x]) => [name, { v: V, x }]))
  const profileWith = (most: number): CustomerItem => ({
    customerId,
    item: PROFILE_ITEM,
    ...registersOf({ ...single, products }),
    ...prefixed('account:', versioned(new Map([...accounts].slice(0, most)))),
    ...prefixed('balance:', versioned(new Map([...balances].slice(0, most)))),
    ...prefixed('card:', versioned(new Map([...cards].slice(0, 1)))),
    ...prefixed(CONSENT_PREFIX, granted),
    ...(index % SPOILT === SPOILT - 1 ? { birthDate: 'spoilt' } : {}),
  })
  const rich = profileWith(2)
  const profile = itemBytes(rich) > LARGEST ? profileWith(1) : rich
  if (index % 10 !== 0) return [profile]
  return [profile, { customerId, item: cardItem(`${customerId}-K`), expiry: { v: V, x: '2026-12-31' } }]
}

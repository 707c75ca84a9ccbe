import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import { CARD_PAYMENT, SIZE_ALPHABET } from '#shared/domain/profile/month-elements.ts'
import { type MonthElements, monthOf, shiftMonth } from '#shared/domain/profile/months.ts'
import { factVersion } from '#shared/domain/profile/version.ts'
import { type ProfileItem, profileItem } from '#test/bench/mix/profile-item.ts'
import { benchCustomer } from '#test/bench/workload/customers.ts'
import { type Random, randomOf } from '#test/support/random.ts'

export interface MixCustomerOptions {
  readonly seed: number
  /** When the run begins: months are kept up to this one, and every register is older. */
  readonly now: Date
}

/** What the stores hold of one customer before a run. */
export interface MixCustomer {
  readonly customerId: string
  readonly profile: ProfileItem
  /** PII, of nobody. */
  readonly contact: Readonly<Record<string, unknown>> & { readonly customerId: string }
}

/** The currency of the mix's bank. */
export const CURRENCY = 'CZK'

/** Months that are kept: the present one and the seven before (shared/domain/profile/months.ts). */
const KEPT_MONTHS = 8

/** How long ago the bank published what it knows, in days. */
const PUBLISHED_DAYS = 2
const DAY_MS = 86_400_000

export const customerIdOf = (number: number): string => `C${String(number).padStart(6, '0')}`

/** The account that the mix's transactions are posted to. */
export const accountIdOf = (number: number): string => `${customerIdOf(number)}-current`

/** Every letter up to the class of the largest amount, as a transaction leaves them. */
const letters = (first: string, classes: number): string[] =>
  Array.from({ length: classes }, (_, size) => String.fromCharCode(first.charCodeAt(0) + size))

/** A customer who lives by one account: pays by card most weeks, gets a salary, spends some of it at once. */
const monthsOf = (random: Random, now: Date): MonthElements => {
  const present = monthOf(now.toISOString())
  return new Map(
    Array.from({ length: KEPT_MONTHS }, (_, before) => {
      const parts = ['1', '2', '3', '4'].filter(() => random.next() < 0.9)
      const withdrawals = letters(SIZE_ALPHABET.withdrawal, random.int(0, 4))
      const deposits = letters(SIZE_ALPHABET.deposit, random.int(3, 6))
      return [
        shiftMonth(present, -before),
        new Set([...parts, CARD_PAYMENT, ...withdrawals, ...deposits]),
      ] as const
    }),
  )
}

const inCrowns = <T extends { readonly currency: string }>(all: ReadonlyMap<string, T>): Map<string, T> =>
  new Map([...all].slice(0, 1).map(([name, value]) => [name, { ...value, currency: CURRENCY }]))

/**
 * A customer whom nothing keeps from hearing of the bank by email, and who consents to marketing there alone: who of
 * them hears what depends on the event.
 */
const profileOf = (number: number, { seed, now }: MixCustomerOptions): CustomerProfile => {
  const random = randomOf(seed * 31 + number)
  const known = benchCustomer(random, number)
  const { openComplaint: _, personalisation: __, vulnerability: ___, ...single } = known.single
  const { financialAssets } = single
  return {
    ...known,
    customerId: customerIdOf(number),
    single: {
      ...single,
      products: (single.products ?? []).slice(0, 2),
      reach: ['email'],
      ...(financialAssets ? { financialAssets: { ...financialAssets, currency: CURRENCY } } : {}),
    },
    accounts: inCrowns(known.accounts),
    balances: inCrowns(known.balances),
    cards: new Map([...known.cards].slice(0, 1)),
    consents: new Map([['marketing:email', true]]),
    months: monthsOf(random, now),
  }
}

/**
 * Customer number `number`, the same for the same options, whoever else there is. An account, a card, eight months of
 * use: 0.7 to 0.95 KB, as a profile aims at (DESIGN).
 */
export const mixCustomer = (number: number, options: MixCustomerOptions): MixCustomer => {
  const at = new Date(options.now.getTime() - PUBLISHED_DAYS * DAY_MS).toISOString()
  const v = factVersion(at, 'mix')
  const customerId = customerIdOf(number)
  return {
    customerId,
    profile: profileItem(profileOf(number, options), v),
    contact: {
      customerId,
      contact: { v, fullName: `Customer ${number}`, email: `customer-${number}@example.com` },
      'proof:marketing:email': { v, granted: true, at, proof: `mix-${number}` },
    },
  }
}

/** Customers from number `from` up to, not including, number `to`, one after the other: none is kept. */
export function* mixCustomers(from: number, to: number, options: MixCustomerOptions): Generator<MixCustomer> {
  for (let number = from; number < to; number++) yield mixCustomer(number, options)
}

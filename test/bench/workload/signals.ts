import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import type { Signal } from '#shared/domain/signals/signal.ts'
import { benchCustomer } from '#test/bench/workload/customers.ts'
import { type TriggerType, triggerTypes } from '#test/bench/workload/tests.ts'
import { type Random, randomOf } from '#test/support/random.ts'

/** A moment of one customer, and what is known about that customer. */
export interface Occasion {
  readonly profile: CustomerProfile
  readonly signal: Signal & { readonly type: TriggerType }
  /** When it is decided. */
  readonly now: Date
}

const SIGNALS_PER_CUSTOMER = 10
const JUNE = Date.UTC(2026, 5, 1)
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const CENTS_PER_CROWN_IN_EUROS = 4

/** @param crowns a range, skewed to its lower end */
const amountOf = (random: Random, [low, high]: readonly [number, number], currency: string) => {
  const crowns = Math.round(low + (high - low) * random.next() ** 2)
  return { minorUnits: crowns * (currency === 'EUR' ? CENTS_PER_CROWN_IN_EUROS : 100), currency }
}

const dataOf = (random: Random, type: TriggerType, profile: CustomerProfile): Signal['data'] => {
  const [[accountId, { currency }] = ['', { currency: 'CZK' }]] = profile.accounts
  switch (type) {
    case 'LowBalance':
      return { accountId, balance: amountOf(random, [-500, 5_000], currency) }
    case 'LargeDeposit':
      return { accountId, amount: amountOf(random, [40_000, 800_000], currency) }
    case 'SalaryArrived':
      return { accountId, amount: amountOf(random, [18_000, 150_000], currency) }
    case 'CardExpiring': {
      const cards = [...profile.cards.keys()]
      return { cardId: cards[random.int(0, cards.length - 1)] ?? '', daysLeft: random.int(1, 60) }
    }
    case 'Birthday':
      return { calendar: random.next() < 0.94 ? 'gregorian' : 'chinese' }
  }
}

/** In the waking hours of June 2026, all five moments alike. */
const occasionOf = (random: Random, profile: CustomerProfile, number: number): Occasion => {
  const type = random.pick(triggerTypes)
  const at = JUNE + random.int(0, 29) * DAY_MS + random.int(5 * HOUR_MS, 20 * HOUR_MS)
  return {
    profile,
    signal: {
      type,
      id: `${type}:${number}`,
      customerId: profile.customerId,
      at: new Date(at).toISOString(),
      data: dataOf(random, type, profile),
    },
    now: new Date(at + random.int(1_000, 120_000)),
  }
}

/** Occasions of a tenth as many customers. */
export const benchOccasions = (seed: number, count: number): Occasion[] => {
  const random = randomOf(seed)
  const customers = Array.from({ length: Math.ceil(count / SIGNALS_PER_CUSTOMER) }, (_, number) =>
    benchCustomer(random, number),
  )
  return Array.from({ length: count }, (_, number) => {
    const profile = customers[random.int(0, customers.length - 1)] as CustomerProfile
    return occasionOf(random, profile, number)
  })
}

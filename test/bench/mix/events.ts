import type { BankEventNamed } from '#events/registry.ts'
import { accountIdOf, CURRENCY, customerIdOf } from '#test/bench/mix/customers.ts'
import { type MixKind, type MixShares, mixKind, USUAL_SHARES } from '#test/bench/mix/kinds.ts'
import { type Random, randomOf } from '#test/support/random.ts'

export interface MixEventOptions {
  readonly seed: number
  /** How many customers there are (test/bench/mix/customers.ts). */
  readonly customers: number
  /** Part of every id: runs over the same stores need different ones. */
  readonly run: string
  /** When event number 0 occurred; each one is a millisecond later than the one before. */
  readonly start: Date
  readonly from: number
  /** Not included. */
  readonly to: number
  /** @default USUAL_SHARES */
  readonly shares?: MixShares
  /** `spread`: nobody twice before everybody once. `uniform`: anybody at any time. @default spread */
  readonly order?: 'spread' | 'uniform'
}

type Posted = BankEventNamed<'TransactionPosted'>
type Transaction = Posted['detail']['data']
type Movement = Pick<Transaction, 'kind'> & { readonly amount: number; readonly balance: number }

/** Crowns in minor units. */
const crowns = (amount: number): number => amount * 100

/** Far from every limit of the settings, before and after. */
const quiet = (random: Random): Movement => ({
  kind: random.pick(['card', 'card', 'card', 'transfer', 'fee']),
  amount: -random.int(crowns(20), crowns(3_000)),
  balance: random.int(crowns(8_000), crowns(60_000)),
})

/** Falls below the low-balance limit. */
const lowBalance = (random: Random): Movement => ({
  kind: 'card',
  amount: -random.int(crowns(2_000), crowns(5_000)),
  balance: random.int(crowns(50), crowns(900)),
})

/** An amount that the campaign for large deposits wants. */
const largeDeposit = (random: Random): Movement => ({
  kind: 'transfer',
  amount: random.int(crowns(100_000), crowns(400_000)),
  balance: random.int(crowns(410_000), crowns(600_000)),
})

/** Its campaign is for customers of a product that nobody holds. */
const largeWithdrawal = (random: Random): Movement => ({
  kind: 'cash',
  amount: -random.int(crowns(41_000), crowns(80_000)),
  balance: random.int(crowns(8_000), crowns(60_000)),
})

/** Its campaign goes by a channel that nobody consents to. */
const salary = (random: Random): Movement => ({
  kind: 'salary',
  amount: random.int(crowns(20_000), crowns(39_000)),
  balance: random.int(crowns(40_000), crowns(90_000)),
})

const movementOf = (kind: MixKind, number: number, random: Random): Movement => {
  if (kind === 'quiet') return quiet(random)
  if (kind === 'message')
    return Math.floor(number / 100) % 2 === 0 ? lowBalance(random) : largeDeposit(random)
  return number % 100 < 50 ? largeWithdrawal(random) : salary(random)
}

const divisor = (left: number, right: number): number => (right === 0 ? left : divisor(right, left % right))

/** A step near the golden section of the customers that visits all of them: neighbours in time are none in number. */
const stride = (customers: number): number => {
  let step = Math.max(1, Math.round(customers * 0.618))
  while (divisor(step, customers) !== 1) step += 1
  return step
}

/** Neighbouring seeds must not give neighbouring numbers. */
const SEED_STEP = 7_919

const eventOf = (number: number, step: number, options: MixEventOptions): Posted => {
  const { seed, customers, run, start, shares = USUAL_SHARES, order = 'spread' } = options
  const random = randomOf(seed * SEED_STEP + number)
  const drawn = random.int(0, customers - 1)
  const customer = order === 'uniform' ? drawn : (number * step) % customers
  const { kind, amount, balance } = movementOf(mixKind(number, shares), number, random)
  const occurredAt = new Date(start.getTime() + number).toISOString()
  return {
    detailType: 'TransactionPosted',
    detail: {
      metadata: { eventId: `${run}-${number}`, occurredAt, version: 1 },
      data: {
        customerId: customerIdOf(customer),
        accountId: accountIdOf(customer),
        transactionId: `T-${run}-${number}`,
        amount: { minorUnits: amount, currency: CURRENCY },
        balanceAfter: { minorUnits: balance, currency: CURRENCY },
        kind,
      },
    },
  }
}

/** The bank's events of a run, each the same for the same options, whatever part of the run is asked for. */
export function* mixEvents(options: MixEventOptions): Generator<Posted> {
  const step = stride(options.customers)
  for (let number = options.from; number < options.to; number++) yield eventOf(number, step, options)
}

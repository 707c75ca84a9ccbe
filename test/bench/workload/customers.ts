import {
  type CustomerProfile,
  consentAttribute,
  unknownProfile,
} from '#shared/domain/profile/customer-profile.ts'
import { CARD_PAYMENT } from '#shared/domain/profile/month-elements.ts'
import { channelSchema } from '#shared/domain/vocabulary.ts'
import { branches, cardProducts, products } from '#test/bench/workload/catalogue.ts'
import type { Random } from '#test/support/random.ts'

/** What hangs together in a customer: the richer ones hold more, and somebody looks after them. */
const tiers = {
  mass: { assets: [0, 100_000], manager: 0.03, products: 0.12, gold: 0.05 },
  wealth: { assets: [100_000, 5_000_000], manager: 0.5, products: 0.3, gold: 0.5 },
  private: { assets: [5_000_000, 50_000_000], manager: 0.95, products: 0.4, gold: 0.9 },
} as const
type Tier = (typeof tiers)[keyof typeof tiers]

const CROWNS_PER_EURO = 25
const MONTHS = ['2025-12', '2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06']

const chance = (random: Random, share: number): boolean => random.next() < share

const tierOf = (random: Random): Tier => {
  const share = random.next()
  if (share < 0.78) return tiers.mass
  return share < 0.96 ? tiers.wealth : tiers.private
}

/** More small ones than large ones, in minor units of the customer's currency. */
const money = (random: Random, [low, high]: readonly [number, number], currency: string): number => {
  const crowns = low + (high - low) * random.next() ** 3
  return Math.round(currency === 'EUR' ? crowns / CROWNS_PER_EURO : crowns) * 100
}

const dateOf = (random: Random, firstYear: number, lastYear: number): string => {
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${random.int(firstYear, lastYear)}-${two(random.int(1, 12))}-${two(random.int(1, 28))}`
}

const singleOf = (random: Random, tier: Tier, currency: string): CustomerProfile['single'] => ({
  birthDate: dateOf(random, 1936, 2008),
  timeZone: random.pick(['Europe/Prague', 'Europe/Prague', 'Europe/Prague', 'Europe/Berlin']),
  locale: random.pick(['cs-CZ', 'cs-CZ', 'cs-CZ', 'cs-CZ', 'en-GB', 'zh-CN']),
  customerSince: chance(random, 0.15) ? dateOf(random, 2025, 2026) : dateOf(random, 1995, 2024),
  branchId: branches[Math.floor(random.next() ** 1.5 * branches.length)] ?? 'B01',
  products: products.filter(() => chance(random, tier.products)),
  vulnerability: chance(random, 0.03) ? { reason: 'age', reviewOn: '2027-01-01' } : null,
  openComplaint: chance(random, 0.02),
  personalisation: chance(random, 0.9),
  reach: ['email', 'phone'],
  ...(chance(random, tier === tiers.mass ? 0.8 : 1)
    ? { financialAssets: { minorUnits: money(random, tier.assets, currency), currency } }
    : {}),
  ...(chance(random, 0.55)
    ? { riskTolerance: { level: random.int(1, 5), expiresOn: dateOf(random, 2026, 2028) } }
    : {}),
  ...(chance(random, tier.manager) ? { relationshipManagerId: `RM${random.int(1, 60)}` } : {}),
})

const accountsOf = (random: Random, id: string, currency: string) => {
  const kinds = [
    'current' as const,
    ...(chance(random, 0.45) ? ['savings' as const] : []),
    ...(chance(random, 0.25) ? ['credit' as const] : []),
    ...(chance(random, 0.2) ? ['loan' as const] : []),
  ]
  const owed = (kind: string) => kind === 'credit' || kind === 'loan'
  return {
    accounts: new Map(kinds.map((kind) => [`${id}-${kind}`, { v: '', kind, currency }])),
    balances: new Map(
      kinds.map((kind) => {
        const minor = money(random, [0, 600_000], currency)
        return [`${id}-${kind}`, { v: '', minor: owed(kind) ? -minor : minor, currency }]
      }),
    ),
  }
}

const cardsOf = (random: Random, id: string, tier: Tier): CustomerProfile['cards'] => {
  const first = chance(random, tier.gold) ? random.pick(['gold', 'platinum']) : 'classic'
  const others = cardProducts.filter(() => chance(random, 0.08))
  const held = [...new Set([first, ...others])]
  return new Map(held.map((product) => [`${id}-${product}`, { v: '', product, expiresOn: '2026-12-31' }]))
}

/** Some use their card every week, some have stopped. */
const monthsOf = (random: Random): CustomerProfile['months'] => {
  const often = random.next()
  const stopped = chance(random, 0.25) ? random.int(0, MONTHS.length) : MONTHS.length
  return new Map(
    MONTHS.map((month, number) => {
      const weeks = ['1', '2', '3', '4', '5'].filter(() => chance(random, often))
      return [month, new Set([...weeks, ...(number < stopped && chance(random, 0.9) ? [CARD_PAYMENT] : [])])]
    }),
  )
}

const consentsOf = (random: Random): CustomerProfile['consents'] =>
  new Map(
    channelSchema.options.map((channel) => [
      consentAttribute('marketing', channel).slice('consent:'.length),
      chance(random, 0.6),
    ]),
  )

/** The profile of a customer of a bank with accounts in crowns and euros, as of June 2026. */
export const benchCustomer = (random: Random, number: number): CustomerProfile => {
  const customerId = `C${String(number).padStart(6, '0')}`
  const tier = tierOf(random)
  const currency = chance(random, 0.8) ? 'CZK' : 'EUR'
  return {
    ...unknownProfile(customerId),
    known: true,
    single: singleOf(random, tier, currency),
    ...accountsOf(random, customerId, currency),
    cards: cardsOf(random, customerId, tier),
    months: monthsOf(random),
    consents: consentsOf(random),
  }
}

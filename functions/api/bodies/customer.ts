import * as z from 'zod/mini'
import { moneySchema } from '#shared/domain/vocabulary.ts'
import type { ShownCustomer } from '#shared/use-cases/customers/customer-profile.ts'

const text = z.optional(z.string())

const accountSchema = z.strictObject({
  accountId: z.string(),
  kind: text,
  currency: text,
  closedOn: text,
  balance: z.optional(moneySchema),
})

const cardSchema = z.strictObject({
  cardId: z.string(),
  product: z.string(),
  expiresOn: z.string(),
  accountId: text,
  cancelledOn: text,
})

/** A customer as those see them whose customer they are. */
export const customerSchema = z.strictObject({
  customerId: z.string(),
  known: z.boolean(),
  birthDate: text,
  birthCalendar: text,
  timeZone: text,
  locale: text,
  customerSince: text,
  financialAssets: z.optional(moneySchema),
  assetTier: text,
  riskTolerance: z.optional(z.strictObject({ level: z.int(), expiresOn: z.string() })),
  relationshipManagerId: text,
  branchId: text,
  vulnerability: z.optional(z.nullable(z.strictObject({ reviewOn: z.string(), reason: text }))),
  openComplaint: z.optional(z.boolean()),
  personalisation: z.optional(z.boolean()),
  products: z.optional(z.array(z.string())),
  accounts: z.array(accountSchema),
  cards: z.array(cardSchema),
  recentContacts: z.array(z.strictObject({ purpose: z.string(), channel: z.string(), at: z.string() })),
  /** PII. */
  contact: z.optional(z.strictObject({ fullName: z.string(), email: text, phone: text })),
})

const accountsOf = ({ accounts, balances }: ShownCustomer['profile']) =>
  [...new Set([...accounts.keys(), ...balances.keys()])].sort().map((accountId) => {
    const account = accounts.get(accountId)
    const balance = balances.get(accountId)
    return {
      accountId,
      kind: account?.kind,
      currency: account?.currency,
      closedOn: account?.closedOn,
      balance: balance && { minorUnits: balance.minor, currency: balance.currency },
    }
  })

const cardsOf = ({ cards }: ShownCustomer['profile']) =>
  [...cards].map(([cardId, { product, expiresOn, accountId, cancelledOn }]) => ({
    ...{ cardId, product, expiresOn, accountId, cancelledOn },
  }))

export const customerBody = ({ profile, vulnerability, contact }: ShownCustomer) => {
  const { customerId, known, single, recentContacts } = profile
  const { tier, lowBalance: _, reach: __, vulnerability: ___, ...published } = single
  return {
    ...{ customerId, known, ...published, vulnerability },
    assetTier: tier,
    accounts: accountsOf(profile),
    cards: cardsOf(profile),
    recentContacts: recentContacts.map(({ purpose, channel, at }) => ({
      purpose,
      channel,
      at: new Date(at * 1000).toISOString(),
    })),
    contact: contact && { fullName: contact.fullName, email: contact.email, phone: contact.phone },
  }
}

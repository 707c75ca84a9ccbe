import * as z from 'zod/mini'
import { quickParse } from '#events/valid-input.ts'
import { MONTH_PREFIX, type MonthElements, oldestAttribute } from '#shared/domain/profile/months.ts'
import {
  assetTierSchema,
  channelSchema,
  moneySchema,
  type Purpose,
  purposeSchema,
} from '#shared/domain/vocabulary.ts'

/**
 * A register: a value that the newest fact wins. `v` orders facts (shared/domain/profile/version.ts); a fact whose
 * `v` is not greater changes nothing, so order and duplicates do not matter.
 */
const register = <T extends z.core.SomeType>(value: T) => z.object({ v: z.string(), x: value })

/** Single-valued registers of the profile item, by attribute name. */
const singleRegisters = {
  birthDate: z.optional(register(z.string())),
  birthCalendar: z.optional(register(z.enum(['gregorian', 'chinese']))),
  timeZone: z.optional(register(z.string())),
  locale: z.optional(register(z.string())),
  customerSince: z.optional(register(z.string())),
  financialAssets: z.optional(register(moneySchema)),
  riskTolerance: z.optional(register(z.object({ level: z.int(), expiresOn: z.string() }))),
  relationshipManagerId: z.optional(register(z.string())),
  branchId: z.optional(register(z.string())),
  vulnerability: z.optional(register(z.nullable(z.object({ reason: z.string(), reviewOn: z.string() })))),
  openComplaint: z.optional(register(z.boolean())),
  personalisation: z.optional(register(z.boolean())),
  products: z.optional(register(z.array(z.string()))),
  /**
   * The asset tier that was last acted on: what a raise is measured against. Without a version: it follows from
   * `financialAssets`, and is written only while those are still the ones that it was worked out from.
   */
  tier: z.optional(z.object({ x: assetTierSchema })),
  /** The date (UTC) of the newest low-balance signal. */
  lowBalance: z.optional(register(z.string())),
  /** Which addresses the contacts table has; the addresses themselves are PII and stand only there. */
  reach: z.optional(register(z.array(z.enum(['email', 'phone'])))),
} as const

export type SingleRegister = keyof typeof singleRegisters

/** Those that the bank itself publishes; the others are what we remember. */
const publishedRegisters = Object.keys(singleRegisters).filter(
  (name) => name !== 'tier' && name !== 'lowBalance',
)

const accountRegister = z.object({
  v: z.string(),
  kind: z.enum(['current', 'savings', 'credit', 'loan']),
  currency: z.string(),
  /** Minor units. */
  threshold: z.optional(z.int()),
  closedOn: z.optional(z.string()),
})
const balanceRegister = z.object({ v: z.string(), minor: z.int(), currency: z.string() })
const cardRegister = z.object({
  v: z.string(),
  product: z.string(),
  expiresOn: z.string(),
  accountId: z.optional(z.string()),
  cancelledOn: z.optional(z.string()),
})
/**
 * Why a channel is closed, the strongest first: its address does not work, or the customer wants nothing through it
 * (opted-out, by a reply to an SMS) or no marketing.
 */
const suppressionReasonSchema = z.enum(['bounced', 'opted-out', 'complained', 'unsubscribed'])
const suppressionRegister = z.object({
  v: z.string(),
  x: z.nullable(z.object({ reason: suppressionReasonSchema, since: z.string() })),
})

/** What stands against a channel: the strongest reason of all that do. */
export type Suppression = NonNullable<z.infer<typeof suppressionRegister>['x']> & {
  /** Where it closes the channel to less than its reason does: a newer consent has opened it to the rest. */
  readonly closedTo?: readonly Purpose[]
}

/** What a reason closes a channel to. */
export const closedBy: Readonly<Record<Suppression['reason'], readonly Purpose[]>> = {
  bounced: ['service', 'marketing'],
  'opted-out': ['service', 'marketing'],
  complained: ['marketing'],
  unsubscribed: ['marketing'],
}

const consentRegister = z.object({ v: z.string(), x: z.boolean() })

const toAccount = quickParse(accountRegister)
const toBalance = quickParse(balanceRegister)
const toCard = quickParse(cardRegister)
const toSuppression = quickParse(suppressionRegister)
const toConsent = quickParse(consentRegister)

/** When a message that a cap counts goes out (epoch seconds), and which. */
const contactSchema = z.object({
  purpose: purposeSchema,
  channel: channelSchema,
  at: z.int(),
  /** Of a message that took another one's place: which, so that it counts once however often it is delivered. */
  id: z.optional(z.string()),
  /** Of a campaign with a cap of its own: which, and for how many days it is remembered. */
  own: z.optional(z.object({ campaign: z.string(), days: z.int() })),
})
export type RecentContact = z.infer<typeof contactSchema>

export type AccountFacts = z.infer<typeof accountRegister>
export type BalanceFacts = z.infer<typeof balanceRegister>
export type CardFacts = z.infer<typeof cardRegister>

const singleSchema = z.object(singleRegisters)
const toSingle = quickParse(singleSchema)
const recentContactsSchema = z._default(z.array(contactSchema), [])

/** Attribute-name prefixes of the many-valued registers in the profile item. */
export const ACCOUNT_PREFIX = 'account:'
export const BALANCE_PREFIX = 'balance:'
export const CARD_PREFIX = 'card:'
export const CONSENT_PREFIX = 'consent:'
export const SUPPRESSED_PREFIX = 'suppressed:'

/** @returns the attribute that holds a consent, e.g. `consent:marketing:email` */
export const consentAttribute = (purpose: string, channel: string): string =>
  `${CONSENT_PREFIX}${purpose}:${channel}`

/** The live profile as decisions read it: values only, without the registers' versions. */
export interface CustomerProfile {
  readonly customerId: string
  /** False while only transactions or accounts of the customer are known. */
  readonly known: boolean
  readonly single: { readonly [K in SingleRegister]?: NonNullable<z.infer<typeof singleSchema>[K]>['x'] }
  readonly accounts: ReadonlyMap<string, AccountFacts>
  readonly balances: ReadonlyMap<string, BalanceFacts>
  readonly cards: ReadonlyMap<string, CardFacts>
  /** By consent attribute; absent is neither given nor refused. */
  readonly consents: ReadonlyMap<string, boolean>
  /** What stands against a channel, as far as nothing newer says otherwise. */
  readonly suppressions: ReadonlyMap<string, Suppression>
  /** What is kept of the transactions of the last months. */
  readonly months: MonthElements
  readonly recentContacts: readonly RecentContact[]
}

/** A profile nobody has published anything about yet. */
export const unknownProfile = (customerId: string): CustomerProfile => ({
  customerId,
  known: false,
  single: {},
  accounts: new Map(),
  balances: new Map(),
  cards: new Map(),
  consents: new Map(),
  suppressions: new Map(),
  months: new Map(),
  recentContacts: [],
})

const many = <T>(
  item: Readonly<Record<string, unknown>>,
  prefix: string,
  parse: (value: unknown) => T,
): Map<string, T> => {
  const found = new Map<string, T>()
  for (const name of Object.keys(item))
    if (name.startsWith(prefix)) found.set(name.slice(prefix.length), parse(item[name]))
  return found
}

/**
 * The purposes that a reason still closes its channel to, where nothing newer says otherwise: another address after a
 * bounce, a consent for the same purpose and channel after an unsubscription or an opt-out. Who opted out of everything
 * and consents to marketing alone has said nothing about the rest, and the other way round. What the customer complained
 * about stays until somebody decides.
 */
const stillClosed = (
  item: Readonly<Record<string, unknown>>,
  channel: string,
  reason: Suppression['reason'],
  v: string,
): readonly Purpose[] => {
  const closed = closedBy[reason]
  if (reason === 'complained') return closed
  if (reason === 'bounced') {
    const reach = z.parse(z.optional(z.object({ v: z.string() })), item.reach)
    return reach !== undefined && reach.v > v ? [] : closed
  }
  return closed.filter((purpose) => {
    const consent = z.parse(z.optional(consentRegister), item[consentAttribute(purpose, channel)])
    return !(consent?.x === true && consent.v > v)
  })
}

const strength = ({ reason }: Suppression): number => suppressionReasonSchema.options.indexOf(reason)

/** What stands against one channel by two reasons: the stronger one, closed to all that either of them closes. */
const together = (
  left: Suppression | undefined,
  right: Suppression,
  closed: readonly Purpose[],
): Suppression => {
  const all = new Set([...closed, ...(left ? (left.closedTo ?? closedBy[left.reason]) : [])])
  const { closedTo: _, ...strongest } = left && strength(left) < strength(right) ? left : right
  const closedTo = closedBy[strongest.reason].filter((purpose) => all.has(purpose))
  return closedTo.length === closedBy[strongest.reason].length ? strongest : { ...strongest, closedTo }
}

const suppressionsOf = (item: Readonly<Record<string, unknown>>): Map<string, Suppression> => {
  const registers = many(item, SUPPRESSED_PREFIX, toSuppression)
  const standing = new Map<string, Suppression>()
  for (const [name, { v, x }] of registers) {
    const [channel = name] = name.split(':')
    const closed = x ? stillClosed(item, channel, x.reason, v) : []
    if (x && closed.length > 0) standing.set(channel, together(standing.get(channel), x, closed))
  }
  return standing
}

/** Whether the bank has published anything about the customer beside accounts and transactions. */
export const isKnown = (item: Readonly<Record<string, unknown>>): boolean =>
  publishedRegisters.some((name) => item[name] !== undefined)

/** @param register what the item has of one account @returns undefined if nothing yet */
export const parseAccount = (register: unknown): AccountFacts | undefined =>
  register === undefined ? undefined : toAccount(register)

const MONTH_LETTER = MONTH_PREFIX.charCodeAt(0)

/** The first letter is compared before the rest: every write looks at the names of all attributes. */
const isMonth = (attribute: string): boolean =>
  attribute.charCodeAt(0) === MONTH_LETTER && attribute.startsWith(MONTH_PREFIX)

/** Whether an item keeps a month that is too old beside its newest (`outlivedMonths` says which). */
export const hasOutlived = (item: Readonly<Record<string, unknown>>): boolean => {
  let newest = ''
  let oldest = ''
  for (const name of Object.keys(item)) {
    if (!isMonth(name)) continue
    if (name > newest) newest = name
    if (oldest === '' || name < oldest) oldest = name
  }
  return newest !== '' && oldest < oldestAttribute(newest)
}

/** The months that something is kept of. */
export const monthsIn = (item: Readonly<Record<string, unknown>>): string[] => {
  const months: string[] = []
  for (const name of Object.keys(item)) if (isMonth(name)) months.push(name.slice(MONTH_PREFIX.length))
  return months
}

const monthSchema = z.set(z.string())

/** What is kept of the customer's transactions, by month. */
export const parseMonths = (item: Readonly<Record<string, unknown>>): MonthElements =>
  many(item, MONTH_PREFIX, (value) => z.parse(monthSchema, value))

/**
 * Reads a profile item of the customers table.
 * @throws ZodError when the item is not one, which means that something else wrote to the table.
 */
export const parseProfile = (item: Readonly<Record<string, unknown>>): CustomerProfile => {
  const registers = toSingle(item)
  const single = Object.fromEntries(
    Object.entries(registers).flatMap(([name, register]) => (register ? [[name, register.x]] : [])),
  ) as CustomerProfile['single']
  return {
    customerId: z.parse(z.string(), item.customerId),
    known: isKnown(item),
    single,
    accounts: many(item, ACCOUNT_PREFIX, toAccount),
    balances: many(item, BALANCE_PREFIX, toBalance),
    cards: many(item, CARD_PREFIX, toCard),
    consents: many(item, CONSENT_PREFIX, (value) => toConsent(value).x),
    suppressions: suppressionsOf(item),
    months: parseMonths(item),
    recentContacts: z.parse(recentContactsSchema, item.recentContacts),
  }
}

/**
 * Whether the customer's consents let a message of this purpose out through this channel: marketing needs consent
 * for the purpose and channel (RULES 2), service only that nobody opted the channel out.
 */
export const consentAllows = (
  profile: Pick<CustomerProfile, 'consents'>,
  purpose: string,
  channel: string,
): boolean => {
  const given = profile.consents.get(consentAttribute(purpose, channel).slice(CONSENT_PREFIX.length))
  return purpose === 'service' ? given !== false : given === true
}

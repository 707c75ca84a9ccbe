import * as z from 'zod/mini'
import { isTimeZone } from '#shared/domain/calendar/zone-offset.ts'
import { webhookEndpointsSchema } from '#shared/domain/webhooks/webhook-endpoints.ts'

const currency = z.string().check(z.regex(/^[A-Z]{3}$/))

/** Minor units per ISO 4217 currency. */
const perCurrency = z.record(currency, z.int().check(z.minimum(0)))

const hour = z.int().check(z.minimum(0), z.maximum(24))

const capSchema = z
  .strictObject({ perDay: z.int().check(z.minimum(1)), perWeek: z.int().check(z.minimum(1)) })
  .check(z.refine(({ perDay, perWeek }) => perDay <= perWeek, 'a week cannot have less room than a day'))

const zone = z.string().check(z.refine(isTimeZone, 'not an IANA time zone'))

/** How many messages a second the account may send through a provider (its limit, as AWS or the carrier says). */
const lineSchema = z.strictObject({ perSecond: z.number().check(z.minimum(0.1), z.maximum(10_000)) })

/**
 * `on`: as usual. `drain`: nothing new is decided, what is decided still leaves. `stop`: nothing new is decided, and
 * nothing leaves either; what waits is held for as long as it is true.
 */
export const operationSchema = z.enum(['on', 'drain', 'stop'])
export type Operation = z.infer<typeof operationSchema>

/** The bank's settings of the engine, one item in the campaigns table. */
export const settingsSchema = z.strictObject({
  /** A balance that falls below it is a LowBalance signal, where the account has no threshold of its own. */
  lowBalanceThreshold: perCurrency,
  /** Withdrawals of at least this are a LargeWithdrawal signal. */
  largeWithdrawal: perCurrency,
  largeDeposit: perCurrency,
  /**
   * Judges withdrawals and deposits also against the customer's own months (docs/adr/0008): significant is what
   * reaches the floor and stands out; with fewer active months than `minimumMonths`, the absolute settings above decide.
   * Left out, they always decide.
   */
  baseline: z.optional(
    z.strictObject({
      withdrawalFloor: perCurrency,
      depositFloor: perCurrency,
      minimumMonths: z.int().check(z.minimum(2), z.maximum(6)),
    }),
  ),
  /** A loan whose outstanding debt falls below it is a LoanNearlyRepaid signal. */
  loanNearlyRepaid: perCurrency,
  segments: z.strictObject({
    /** Financial assets from which a customer is `wealth`, and above which `private`; below is `mass`. */
    assetTiers: z.record(
      currency,
      z.strictObject({ wealthFrom: z.int().check(z.minimum(0)), privateAbove: z.int().check(z.minimum(0)) }),
    ),
    /** Weeks with a transaction, of the last thirteen, from which activity is `high` or `medium`. */
    activeWeeks: z.strictObject({
      high: z.int().check(z.minimum(1), z.maximum(13)),
      medium: z.int().check(z.minimum(1), z.maximum(13)),
    }),
  }),
  /** From this age nothing above risk R2 is offered by an automatic message; 60 to 70 (RULES 10). */
  seniorAge: z.int().check(z.minimum(60), z.maximum(70)),
  /** Days after a low-balance signal in which no credit is offered (RULES 11). */
  distressDays: z.int().check(z.minimum(30)),
  tasks: z.strictObject({
    /** How many new tasks a relationship manager gets on one day (the bank's own date). */
    perManagerAndDay: z.int().check(z.minimum(1)),
    /** Who is next when a manager's day is full, in this order, and who hears of what is overdue; by branch id. */
    branches: z.record(
      z.string(),
      z.strictObject({ managers: z.array(z.string()), head: z.optional(z.string()) }),
    ),
  }),
  /** Zone of customers whose own is unknown (IANA). */
  timeZone: zone,
  /**
   * Zones that the bank's customers live in. Where a customer's own is unknown or does not exist, marketing goes out
   * only while it is allowed in all of them (RULES 6). None means the bank's own zone.
   */
  candidateZones: z.array(zone),
  /** Local hour from which birthdays and card expiries of the day are due. */
  calendarHour: z.int().check(z.minimum(0), z.maximum(23)),
  /** Rolling caps per channel (RULES 7); a purpose that is not named has none. */
  caps: z.strictObject({ marketing: capSchema, service: z.optional(capSchema) }),
  /** The local hours in which marketing may be sent (RULES 6): from, inclusive, to, exclusive. */
  marketingHours: z
    .strictObject({ from: hour, to: hour })
    .check(z.refine(({ from, to }) => from < to, 'must begin before they end, on one day')),
  /** What the providers' accounts allow; the in-app inbox has no limit. */
  delivery: z.strictObject({ email: lineSchema, sms: lineSchema }),
  /** The switches of those who run it, by purpose: the kill switch for all marketing is `marketing: stop`. */
  operations: z.strictObject({ marketing: operationSchema, service: operationSchema }),
  /** The bank's own systems that hear what becomes of messages and tasks (docs/webhooks.md). */
  webhooks: webhookEndpointsSchema,
  bank: z.strictObject({
    name: z.string(),
    /** Language of customers whose own is unknown or not written (BCP 47); after it comes English. */
    locale: z.string(),
    /** As customers should read it, e.g. in the footer of emails. */
    postalAddress: z.string(),
    supportPhone: z.string(),
    website: z.string(),
  }),
})
export type Settings = z.infer<typeof settingsSchema>

const tiers = { wealthFrom: 10_000_000, privateAbove: 500_000_000 }

/** What a new installation starts from; CZK, EUR, USD and CNY are the currencies of the examples. */
export const defaultSettings: Settings = {
  lowBalanceThreshold: { CZK: 100_000, EUR: 5_000, USD: 5_000, CNY: 30_000 },
  largeWithdrawal: { CZK: 4_000_000, EUR: 200_000, USD: 200_000, CNY: 1_500_000 },
  largeDeposit: { CZK: 4_000_000, EUR: 200_000, USD: 200_000, CNY: 1_500_000 },
  loanNearlyRepaid: { CZK: 1_000_000, EUR: 100_000, USD: 100_000, CNY: 500_000 },
  segments: {
    assetTiers: { CZK: tiers, EUR: tiers, USD: tiers, CNY: tiers },
    activeWeeks: { high: 9, medium: 4 },
  },
  seniorAge: 65,
  distressDays: 30,
  tasks: { perManagerAndDay: 20, branches: {} },
  timeZone: 'Europe/Prague',
  candidateZones: [],
  calendarHour: 9,
  caps: { marketing: { perDay: 1, perWeek: 3 } },
  marketingHours: { from: 8, to: 21 },
  // What SES gives an account that leaves its sandbox, and End User Messaging one without raised quotas.
  delivery: { email: { perSecond: 14 }, sms: { perSecond: 20 } },
  operations: { marketing: 'on', service: 'on' },
  webhooks: [],
  bank: {
    name: 'Example Bank',
    locale: 'en',
    postalAddress: 'Example Bank, Na Příkopě 1, 110 00 Praha 1',
    supportPhone: '+420 800 123 456',
    website: 'https://bank.example',
  },
}

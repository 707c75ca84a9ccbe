import * as z from 'zod/mini'

/** Minor units per ISO 4217 currency. */
const perCurrency = z.record(z.string().check(z.regex(/^[A-Z]{3}$/)), z.int().check(z.minimum(0)))

const capSchema = z.strictObject({
  perDay: z.int().check(z.minimum(1)),
  perWeek: z.int().check(z.minimum(1)),
})

/** The bank's settings of the engine, one item in the campaigns table. */
export const settingsSchema = z.strictObject({
  /** A balance that falls below it is a LowBalance signal, where the account has no threshold of its own. */
  lowBalanceThreshold: perCurrency,
  /** Withdrawals of at least this are a LargeWithdrawal signal. */
  largeWithdrawal: perCurrency,
  largeDeposit: perCurrency,
  /** Zone of customers whose own is unknown (IANA). */
  timeZone: z.string(),
  /** Local hour from which birthdays and card expiries of the day are due. */
  calendarHour: z.int().check(z.minimum(0), z.maximum(23)),
  /** Rolling caps per channel (RULES 7); a purpose that is not named has none. */
  caps: z.strictObject({ marketing: capSchema, service: z.optional(capSchema) }),
  /** The local hours in which marketing may be sent (RULES 6): from, inclusive, to, exclusive. */
  marketingHours: z.strictObject({ from: z.int(), to: z.int() }),
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

/** What a new installation starts from; CZK, EUR, USD and CNY are the currencies of the examples. */
export const defaultSettings: Settings = {
  lowBalanceThreshold: { CZK: 100_000, EUR: 5_000, USD: 5_000, CNY: 30_000 },
  largeWithdrawal: { CZK: 4_000_000, EUR: 200_000, USD: 200_000, CNY: 1_500_000 },
  largeDeposit: { CZK: 4_000_000, EUR: 200_000, USD: 200_000, CNY: 1_500_000 },
  timeZone: 'Europe/Prague',
  calendarHour: 9,
  caps: { marketing: { perDay: 1, perWeek: 3 } },
  marketingHours: { from: 8, to: 21 },
  bank: {
    name: 'Example Bank',
    locale: 'en',
    postalAddress: 'Example Bank, Na Příkopě 1, 110 00 Praha 1',
    supportPhone: '+420 800 123 456',
    website: 'https://bank.example',
  },
}

import * as z from 'zod/mini'

const price = z.number().check(z.minimum(0), z.maximum(1_000))

/** What messages cost, as somebody wrote it down: when, and from where. */
export const priceSheetSchema = z.strictObject({
  /** The date on which the prices were looked up, YYYY-MM-DD. */
  asOf: z.iso.date(),
  /** ISO 4217 */
  currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
  emailPerThousand: price,
  smsPerSegment: price,
  inappPerThousand: price,
  /** Where each price is from, so that a reader can judge it. */
  sources: z.strictObject({ email: z.string(), sms: z.string(), inapp: z.string() }),
})
export type PriceSheet = z.infer<typeof priceSheetSchema>

/**
 * What is reckoned with where nobody says better. SMS differ twentyfold between countries and contracts, so that no
 * default can be right: a bank gives its own.
 */
export const defaultPriceSheet: PriceSheet = {
  asOf: '2026-11-22',
  currency: 'USD',
  emailPerThousand: 0.1,
  smsPerSegment: 0.05,
  inappPerThousand: 0,
  sources: {
    email: 'list price of Amazon SES for outbound email, without data transfer and attachments',
    sms: 'an assumption, no list price: put the price of your own countries and contract in its place',
    inapp: 'the inbox is a table of the installation; its writes are not counted here',
  },
}

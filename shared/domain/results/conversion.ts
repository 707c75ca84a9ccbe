import * as z from 'zod/mini'
import type { BankEventNamed } from '#events/registry.ts'

const instant = z.iso.datetime({ precision: 3 })

/** A conversion on its way to being attributed: pseudonymous, as the bank's event told it. */
export const conversionSchema = z.object({
  customerId: z.string().check(z.minLength(1)),
  /** Tells conversions apart, however often one is handed in. */
  eventId: z.string().check(z.minLength(1)),
  conversionId: z.optional(z.string()),
  at: instant,
  product: z.string(),
  amount: z.optional(z.object({ minorUnits: z.int(), currency: z.string() })),
})
export type Conversion = z.infer<typeof conversionSchema>

/** What is to be attributed of a bank event. */
export const conversionOf = ({
  metadata,
  data,
}: BankEventNamed<'ConversionRecorded'>['detail']): Conversion => {
  const { customerId, conversionId, product, amount } = data
  return {
    customerId,
    eventId: metadata.eventId,
    at: new Date(metadata.occurredAt).toISOString(),
    product,
    ...(conversionId === undefined ? {} : { conversionId }),
    ...(amount === undefined ? {} : { amount }),
  }
}

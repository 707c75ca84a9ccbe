import * as z from 'zod/mini'
import { factSchema, signalTypeSchema } from '#shared/domain/vocabulary.ts'

/**
 * A moment that matters for one customer. `id` is unique per customer and the same however often, in whatever order
 * and by whichever path (own detector, calendar sweep, the bank's own detector) the moment is found.
 */
export const signalSchema = z.object({
  type: signalTypeSchema,
  id: z.string(),
  customerId: z.string(),
  /** When it happened, ISO 8601 in UTC. */
  at: z.iso.datetime({ precision: 3 }),
  /** What the signal carries (accountId, amount, balance, daysLeft, ...); never PII. */
  data: z.record(z.string(), factSchema),
})
export type Signal = z.infer<typeof signalSchema>

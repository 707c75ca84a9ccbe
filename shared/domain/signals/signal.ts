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
  /** From when its message is true, where that is not `at`: a calendar's moment comes with the customer's morning. */
  dueAt: z.optional(z.iso.datetime({ precision: 3 })),
  /** What the signal carries (accountId, amount, balance, daysLeft, ...); never PII. */
  data: z.record(z.string(), factSchema),
})
export type Signal = z.infer<typeof signalSchema>

/** The instant from which a message about the signal is true, and its age counts. */
export const signalTime = ({ at, dueAt }: Pick<Signal, 'at' | 'dueAt'>): string => dueAt ?? at

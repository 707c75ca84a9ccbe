import * as z from 'zod/mini'
import { type Fact, factSchema, type SignalType, signalTypeSchema } from '#shared/domain/vocabulary.ts'

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

/**
 * Signals that are raised only while a live campaign listens to them. They are frequent or follow from what the profile
 * keeps anyway, and a record of "no campaign" for each would cost a write; the others are recorded always.
 */
export const raisedOnlyWhenHeard: ReadonlySet<SignalType> = new Set<SignalType>([
  'SalaryArrived',
  'LoanNearlyRepaid',
  'NewCustomer',
  'AssetTierRaised',
])

/** A calendar moment: the same whether our sweep or the bank's own detector found it. */
export const dayInstant = (date: string): string => `${date}T00:00:00.000Z`

/** A signal that one event carries: the event's id makes it unique. */
export const eventSignal = (
  type: SignalType,
  { metadata, data }: { metadata: { eventId: string; occurredAt: string }; data: { customerId: string } },
  carried: Readonly<Record<string, Fact | undefined>>,
): Signal => ({
  type,
  id: `${type}:${metadata.eventId}`,
  customerId: data.customerId,
  at: new Date(metadata.occurredAt).toISOString(),
  data: Object.fromEntries(
    Object.entries(carried).filter(([, value]) => value !== undefined),
  ) as Signal['data'],
})

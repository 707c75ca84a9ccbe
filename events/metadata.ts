import * as z from 'zod/mini'
import { dateTime, eventIdentifier, field, line } from '#events/values.ts'

/** Versions of the frame that this Bellwether reads. A breaking change of one event is a new name, not a version. */
export const KNOWN_VERSIONS = [1] as const

/** What every bank event carries beside its data. */
export const metadataSchema = z.object({
  eventId: field(eventIdentifier, 'idempotency key: the same fact published again has the same one'),
  occurredAt: field(dateTime, 'when the fact became true at the bank; facts are ordered by it'),
  version: field(z.literal(KNOWN_VERSIONS), 'version of this frame'),
  correlationId: field(z.optional(line(128)), "the bank's own trace of the work that led to it"),
})
export type BankEventMetadata = z.infer<typeof metadataSchema>

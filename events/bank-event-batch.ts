import * as z from 'zod/mini'
import { defineBankEvent } from '#events/contract.ts'
import { field, list } from '#events/values.ts'

/** Most members of one batch. */
export const MAX_BATCH_MEMBERS = 500

/** One member's own frame; `detail` is judged by the contract that `detailType` names. */
export const batchMemberSchema = z.object({
  detailType: z.string(),
  detail: z.optional(z.unknown()),
})

/**
 * Many events in one entry. Its own parse looks at the frame only: one bad member must not fail the others, so they
 * stay unknown until `parseBatchMember` looks at each.
 */
export const bankEventBatch = defineBankEvent({
  name: 'BankEventBatch',
  summary:
    'Up to 500 bank events in one entry, because EventBridge bills per 64 KB. A bad member fails alone. The list may travel compressed, as `gzip` (docs/adr/0034-compressed-batches.md).',
  data: z.object({
    events: field(
      list(z.unknown(), 1, MAX_BATCH_MEMBERS),
      'members `{ detailType, detail }`, each as if published alone; no batch inside a batch',
    ),
  }),
  example: {
    events: [
      {
        detailType: 'BirthdayReached',
        detail: {
          metadata: { eventId: 'birthday-C1042-2026', occurredAt: '2026-06-02T09:00:00+02:00', version: 1 },
          data: { customerId: 'C1042', on: '2026-06-02' },
        },
      },
    ],
  },
})
export type BankEventBatch = z.infer<typeof bankEventBatch.detailSchema>

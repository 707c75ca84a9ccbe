import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import type { MessageEntry, TaskEntry } from '#shared/domain/message/journal-entry.ts'

/** What an endpoint gets to know about one step of a message or a task: pseudonyms, codes and times, no text. */
export interface WebhookEvent {
  /** The same however often the step is told: the header `webhook-id`. */
  readonly id: string
  /** `message.STATE` or `task.STATE` */
  readonly type: string
  /** When the step was taken. */
  readonly timestamp: string
  readonly data: Readonly<Record<string, string | number>>
}

/** What is sent of it; the id goes into a header. */
export const webhookBody = ({ type, timestamp, data }: WebhookEvent): string =>
  JSON.stringify({ type, timestamp, data })

/**
 * The id of one step: a digest, because keys of entries may be of any length and hold any characters.
 * @param step its place in the entry's history, from 1
 */
export const webhookId = (customerId: string, entry: string, step: number): string =>
  `evt_${createHash('sha256')
    .update(JSON.stringify([customerId, entry, step]))
    .digest('base64url')}`

const stepSchema = z.object({ state: z.string(), at: z.string(), note: z.optional(z.string()) })
export type ToldStep = z.infer<typeof stepSchema>

const common = {
  customerId: z.string(),
  entry: z.string(),
  campaignId: z.string(),
  campaignVersion: z.int(),
  signal: z.object({ type: z.string() }),
  history: z._default(z.array(stepSchema), []),
}

/** Only what is told, so that an entry of an earlier or a later release is understood, too. */
export const toldMessageSchema = z.object({
  ...common,
  kind: z.literal('message'),
  purpose: z.string(),
  channel: z.string(),
  variant: z.optional(z.string()),
  fallbackFrom: z.optional(z.string()),
  reason: z.optional(z.string()),
} satisfies Partial<Record<keyof MessageEntry | 'fallbackFrom', unknown>>)

export const toldTaskSchema = z.object({
  ...common,
  kind: z.literal('task'),
  assignee: z.optional(z.string()),
  branchId: z.optional(z.string()),
  handedOver: z.optional(z.string()),
  escalatedTo: z.optional(z.string()),
  outcome: z.optional(z.string()),
  reference: z.optional(z.string()),
  dueAt: z.optional(z.string()),
} satisfies Partial<Record<keyof TaskEntry, unknown>>)

export const toldEntrySchema = z.discriminatedUnion('kind', [toldMessageSchema, toldTaskSchema])
export type ToldEntry = z.infer<typeof toldEntrySchema>

import * as z from 'zod/mini'
import { messageStateSchema } from '#shared/domain/message/lifecycle.ts'
import { signalSchema } from '#shared/domain/signals/signal.ts'
import { channelSchema, factSchema, purposeSchema } from '#shared/domain/vocabulary.ts'

const instant = z.iso.datetime({ precision: 3 })

const entryBase = {
  customerId: z.string(),
  /** Sort key, see shared/tables/journal.ts. */
  entry: z.string(),
  /** Epoch seconds. */
  expiresAt: z.int(),
}

/** What one campaign came to for one customer and signal. */
export const candidateSchema = z.object({
  campaignId: z.string(),
  campaignVersion: z.int(),
  /** `won`, or the reason code of the gate where it fell. */
  result: z.string(),
  /** The values the deciding gate used, never PII (RULES 18). */
  inputs: z.optional(z.record(z.string(), factSchema)),
})
export type Candidate = z.infer<typeof candidateSchema>

export const decisionEntrySchema = z.object({
  ...entryBase,
  kind: z.literal('decision'),
  signal: signalSchema,
  /** The bank event that led to the signal; the calendar's signals have none. */
  eventId: z.optional(z.string()),
  decidedAt: instant,
  /** `won`, or the reason nothing was said: the best candidate's code, `no-campaign` without candidates. */
  result: z.string(),
  candidates: z.array(candidateSchema),
  /** The messages that were recorded with it: enough to find them and put them on their queues again. */
  messages: z.array(z.object({ campaignId: z.string(), channel: channelSchema })),
})
export type DecisionEntry = z.infer<typeof decisionEntrySchema>

export const messageEntrySchema = z.object({
  ...entryBase,
  kind: z.literal('message'),
  campaignId: z.string(),
  campaignVersion: z.int(),
  signal: signalSchema,
  purpose: purposeSchema,
  channel: channelSchema,
  decidedAt: instant,
  /** After this the message is no longer true and must not go out. */
  validUntil: instant,
  state: messageStateSchema,
  /** While `sending`: which queue record's run called the provider, and when by the wall clock, in a replay too. */
  claim: z.optional(z.object({ by: z.string(), at: instant })),
  /** How often a provider was called for it. */
  attempts: z.int(),
  /** One step a transition, oldest first. */
  history: z.array(z.object({ state: messageStateSchema, at: instant, note: z.optional(z.string()) })),
  providerMessageId: z.optional(z.string()),
  /** Why it failed, expired or was cancelled: a stable code. */
  reason: z.optional(z.string()),
  /** What the customer reads in the in-app inbox: rendered without any PII. */
  inbox: z.optional(z.object({ title: z.string(), text: z.string(), locale: z.string() })),
})
export type MessageEntry = z.infer<typeof messageEntrySchema>

export const taskEntrySchema = z.object({
  ...entryBase,
  kind: z.literal('task'),
  campaignId: z.string(),
  campaignVersion: z.int(),
  signal: signalSchema,
  /** The customer's relationship manager, if known; else the task waits in the branch's queue. */
  assignee: z.optional(z.string()),
  branchId: z.optional(z.string()),
  /** Per language. */
  title: z.record(z.string(), z.string()),
  decidedAt: instant,
  dueAt: instant,
  state: z.enum(['open', 'done']),
})
export type TaskEntry = z.infer<typeof taskEntrySchema>

export const journalEntrySchema = z.discriminatedUnion('kind', [
  decisionEntrySchema,
  messageEntrySchema,
  taskEntrySchema,
])
export type JournalEntry = z.infer<typeof journalEntrySchema>

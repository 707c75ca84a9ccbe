import * as z from 'zod/mini'
import { namedSeen } from '#shared/domain/decision/seen-codes.ts'
import { messageStateSchema } from '#shared/domain/message/lifecycle.ts'
import { signalSchema } from '#shared/domain/signals/signal.ts'
import { taskStateSchema } from '#shared/domain/task/lifecycle.ts'
import { taskOutcomeSchema } from '#shared/domain/task/outcome.ts'
import { channelSchema, factSchema, purposeSchema } from '#shared/domain/vocabulary.ts'

const instant = z.iso.datetime({ precision: 3 })

/** Campaigns for which a conversion after this message or decision is counted; only the first one is. */
const converted = z.optional(z.array(z.string()))

const entryBase = {
  customerId: z.string(),
  /** Sort key, see shared/tables/journal.ts. */
  entry: z.string(),
  /** Epoch seconds. */
  expiresAt: z.int(),
}

/**
 * A decision, small enough to keep for every signal. Candidates are named `id@version`, or `#ref@version` where there
 * are very many (shared/domain/decision/candidate-names.ts).
 */
export const decisionEntrySchema = z.object({
  ...entryBase,
  kind: z.literal('decision'),
  signal: signalSchema,
  /** The bank event that led to the signal; the calendar's signals have none. */
  eventId: z.optional(z.string()),
  decidedAt: instant,
  /** `won`, or where the candidate fell that came furthest; `no-campaign` without candidates. */
  result: z.string(),
  /** Which list of gates judged (shared/domain/decision/gates.ts). */
  gates: z.int(),
  won: z.array(z.string()),
  /** Names of the candidates that fell, in one text with blanks between, by reason code. */
  refused: z.record(z.string(), z.string()),
  /**
   * Names in full (`id@version`) of the campaigns whose control group alone kept a message back: what a conversion of
   * the control group is counted for. A part of those under `holdout`, which may have fallen at a later gate, too.
   */
  heldOut: z.optional(z.array(z.string())),
  converted,
  /** Scores of all that passed every gate: those who won, and those who were outranked. */
  scores: z.record(z.string(), z.number()),
  /**
   * The values that gates and conditions looked at, never PII (RULES 18). The table has them under codes
   * (shared/domain/decision/seen-codes.ts), who reads an entry by their names.
   */
  seen: z.pipe(z.record(z.string(), factSchema), z.transform(namedSeen)),
  /** The messages that were recorded with it: enough to find them and put them on their queues again. */
  messages: z.array(
    z.object({
      campaignId: z.string(),
      channel: channelSchema,
      /** Not there in decisions of releases that had one queue a channel. */
      purpose: z.optional(purposeSchema),
      heldUntil: z.optional(instant),
    }),
  ),
})
export type DecisionEntry = z.infer<typeof decisionEntrySchema>

/** When something was first heard of the customer about a message, in whatever state it is. */
export const marksSchema = z.object({
  opened: z.optional(instant),
  clicked: z.optional(instant),
  replied: z.optional(instant),
})
export type MessageMark = keyof z.infer<typeof marksSchema>

export const messageEntrySchema = z.object({
  ...entryBase,
  kind: z.literal('message'),
  campaignId: z.string(),
  campaignVersion: z.int(),
  signal: signalSchema,
  purpose: purposeSchema,
  channel: channelSchema,
  /** Channels that were open to it, too, in the campaign's order: where this one cannot carry it, the next does. */
  fallbacks: z.optional(z.array(channelSchema)),
  /** The channel whose place it took. */
  fallbackFrom: z.optional(channelSchema),
  /** Which of the campaign's variants, where it has some. */
  variant: z.optional(z.string()),
  decidedAt: instant,
  /** Where it was decided outside the customer's hours: when it may leave. */
  heldUntil: z.optional(instant),
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
  /** Sent, and no word of it came in time; what comes later is written all the same. */
  unconfirmed: z.optional(z.literal(true)),
  /** When the customer was first heard to have opened it, followed a link in it, or replied to it. */
  marks: z.optional(marksSchema),
  converted,
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
  /** Who has it; nobody where all were at capacity, or none is known: it waits in the branch's queue. */
  assignee: z.optional(z.string()),
  branchId: z.optional(z.string()),
  /** The rule that made it a person's work instead of a message. */
  handedOver: z.optional(z.string()),
  /** Per language. */
  title: z.record(z.string(), z.string()),
  reason: z.optional(z.record(z.string(), z.string())),
  decidedAt: instant,
  dueAt: instant,
  state: taskStateSchema,
  /** Who heard that it is overdue. */
  escalatedTo: z.optional(z.string()),
  /** What came of it, once it is done. */
  outcome: z.optional(taskOutcomeSchema),
  /** The record of the bank's own systems that says more. */
  reference: z.optional(z.string()),
  history: z._default(
    z.array(z.object({ state: taskStateSchema, at: instant, note: z.optional(z.string()) })),
    [],
  ),
})
export type TaskEntry = z.infer<typeof taskEntrySchema>

/** A conversion, and what it was attributed to when it came. */
export const conversionEntrySchema = z.object({
  ...entryBase,
  kind: z.literal('conversion'),
  eventId: z.string(),
  conversionId: z.optional(z.string()),
  at: instant,
  product: z.string(),
  amount: z.optional(z.object({ minorUnits: z.int(), currency: z.string() })),
  attributed: z.array(
    z.object({
      campaignId: z.string(),
      campaignVersion: z.int(),
      to: z.enum(['message', 'control']),
      /** Of the message or decision. */
      entry: z.string(),
      /** False where an earlier conversion counts for it already. */
      counted: z.optional(z.literal(false)),
    }),
  ),
})
export type ConversionEntry = z.infer<typeof conversionEntrySchema>

/** Decisions and what followed from them; who reads a customer's journal passes over conversions. */
export const journalEntrySchema = z.discriminatedUnion('kind', [
  decisionEntrySchema,
  messageEntrySchema,
  taskEntrySchema,
])
export type JournalEntry = z.infer<typeof journalEntrySchema>

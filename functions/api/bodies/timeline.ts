import * as z from 'zod/mini'
import { taskBody, taskSchema } from '#functions/api/bodies/task.ts'
import { entryIdOf } from '#shared/domain/message/entry-id.ts'
import type { ConversionEntry, DecisionEntry, MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { messageStateSchema } from '#shared/domain/message/lifecycle.ts'
import { channelSchema, moneySchema, purposeSchema, signalTypeSchema } from '#shared/domain/vocabulary.ts'
import type { HistoryEntry } from '#shared/ports/customer-history.ts'

const text = z.optional(z.string())

/** `at`: when what led to it happened; the timeline is in its order. */
const base = { id: z.string(), at: z.string() }

export const decisionItemSchema = z.strictObject({
  ...base,
  kind: z.literal('decision'),
  signal: signalTypeSchema,
  eventId: text,
  decidedAt: z.string(),
  /** `won`, or the code of where the candidate fell that came furthest. */
  result: z.string(),
  won: z.array(z.string()),
})

const messageItemSchema = z.strictObject({
  ...base,
  kind: z.literal('message'),
  ...{ campaignId: z.string(), campaignVersion: z.int(), signal: signalTypeSchema },
  ...{ channel: channelSchema, purpose: purposeSchema, variant: text, fallbackFrom: text },
  ...{ state: messageStateSchema, reason: text },
  ...{ decidedAt: z.string(), heldUntil: text, validUntil: z.string() },
  history: z.array(z.strictObject({ state: messageStateSchema, at: z.string(), note: text })),
  marks: z.optional(z.strictObject({ opened: text, clicked: text, replied: text })),
  inbox: z.optional(z.strictObject({ title: z.string(), text: z.string(), locale: z.string() })),
})

const conversionItemSchema = z.strictObject({
  ...base,
  kind: z.literal('conversion'),
  product: z.string(),
  amount: z.optional(moneySchema),
  attributed: z.array(
    z.strictObject({ campaignId: z.string(), campaignVersion: z.int(), to: z.enum(['message', 'control']) }),
  ),
})

const taskItemSchema = z.strictObject({ ...base, kind: z.literal('task'), ...taskSchema.shape })

/** Another release wrote it. */
const unreadableItemSchema = z.strictObject({ ...base, kind: z.literal('unreadable') })

export const timelineItemSchema = z.discriminatedUnion('kind', [
  decisionItemSchema,
  messageItemSchema,
  taskItemSchema,
  conversionItemSchema,
  unreadableItemSchema,
])

const AT_LENGTH = 24

/** Every key begins with the instant. */
const baseOf = ({ entry }: { readonly entry: string }) => ({
  id: entryIdOf(entry),
  at: entry.slice(0, AT_LENGTH),
})

export const decisionItem = (decision: DecisionEntry) => {
  const { signal, eventId, decidedAt, result, won } = decision
  return {
    ...baseOf(decision),
    kind: 'decision' as const,
    signal: signal.type,
    eventId,
    decidedAt,
    result,
    won,
  }
}

const messageItem = (message: MessageEntry) => {
  const { campaignId, campaignVersion, signal, channel, purpose, variant, fallbackFrom, state } = message
  const { reason, decidedAt, heldUntil, validUntil, history, marks, inbox } = message
  return {
    ...{
      ...baseOf(message),
      kind: 'message' as const,
      campaignId,
      campaignVersion,
      signal: signal.type,
      channel,
    },
    ...{ purpose, variant, fallbackFrom, state, reason, decidedAt, heldUntil, validUntil, history },
    ...{ marks, inbox },
  }
}

const conversionItem = (conversion: ConversionEntry) => {
  const { product, amount, attributed } = conversion
  return {
    ...{ ...baseOf(conversion), kind: 'conversion' as const, product, amount },
    attributed: attributed.map(({ campaignId, campaignVersion, to }) => ({
      campaignId,
      campaignVersion,
      to,
    })),
  }
}

export const timelineItem = (entry: HistoryEntry) => {
  if (entry.kind === 'decision') return decisionItem(entry)
  if (entry.kind === 'message') return messageItem(entry)
  if (entry.kind === 'task') return { ...baseOf(entry), kind: 'task' as const, ...taskBody(entry) }
  if (entry.kind === 'conversion') return conversionItem(entry)
  return { ...baseOf(entry), kind: 'unreadable' as const }
}

import * as z from 'zod/mini'
import { messageTransitions } from '#shared/domain/message/lifecycle.ts'
import { UNCONFIRMED } from '#shared/domain/message/unsettled.ts'
import { isWebhookType } from '#shared/domain/webhooks/event-types.ts'
import {
  type ToldEntry,
  type ToldStep,
  toldEntrySchema,
  type WebhookEvent,
  webhookId,
} from '#shared/domain/webhooks/webhook-event.ts'

/** A journal entry before and after one write; not there before it was put, nor after it expired. */
export interface JournalChange {
  readonly before?: unknown
  readonly after?: unknown
}

const storedHistorySchema = z.object({ history: z._default(z.array(z.unknown()), []) })

/** How many steps the entry had before the write: those have been told. */
const stepsBefore = (before: unknown): number => {
  const parsed = z.safeParse(storedHistorySchema, before)
  return parsed.success ? parsed.data.history.length : 0
}

const kindSchema = z.object({ kind: z.string() })

const isOfOtherKind = (entry: unknown): boolean => {
  const parsed = z.safeParse(kindSchema, entry)
  return parsed.success && parsed.data.kind !== 'message' && parsed.data.kind !== 'task'
}

/** The states whose reason the entry carries. */
const WITH_REASON: ReadonlySet<string> = new Set(
  Object.entries(messageTransitions)
    .filter(([, next]) => next.length === 0)
    .map(([state]) => state),
)

const withoutUndefined = (values: Readonly<Record<string, string | number | undefined>>) =>
  Object.fromEntries(
    Object.entries(values).filter((one): one is [string, string | number] => one[1] !== undefined),
  )

const ownData = (told: ToldEntry) => {
  if (told.kind === 'message') {
    const { channel, purpose, variant, fallbackFrom } = told
    return { channel, purpose, variant, fallbackFrom }
  }
  const { assignee, branchId, handedOver, escalatedTo, outcome, reference, dueAt } = told
  return { assignee, branchId, handedOver, escalatedTo, outcome, reference, dueAt }
}

const eventOf = (told: ToldEntry, { state, at, note }: ToldStep, step: number): WebhookEvent => {
  const { customerId, entry, campaignId, campaignVersion, signal, kind } = told
  const reason = kind === 'message' && WITH_REASON.has(state) ? told.reason : undefined
  const common = { customerId, campaignId, campaignVersion, signal: signal.type, entry, ...ownData(told) }
  return {
    id: webhookId(customerId, entry, step),
    type: `${kind}.${state}`,
    timestamp: at,
    data: withoutUndefined({ ...common, state, step, reason, note, at }),
  }
}

/** It was sent long before, and no second `message.sent` may say so: nothing happened, but that no word came. */
const isRemark = ({ note }: ToldStep): boolean => note === UNCONFIRMED

/**
 * The webhook events of one write to the journal: one a step that it added to the history, in their order. What is
 * neither a message nor a task, and what changes no state, gives none.
 * @returns undefined for a message or task that cannot be read
 */
export const eventsOfChange = ({ before, after }: JournalChange): readonly WebhookEvent[] | undefined => {
  if (after === undefined || isOfOtherKind(after)) return []
  const parsed = z.safeParse(toldEntrySchema, after)
  if (!parsed.success) return undefined
  const told = parsed.data
  const toldBefore = stepsBefore(before)
  return told.history.flatMap((step, index) =>
    index >= toldBefore && !isRemark(step) && isWebhookType(`${told.kind}.${step.state}`)
      ? [eventOf(told, step, index + 1)]
      : [],
  )
}

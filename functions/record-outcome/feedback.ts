import * as z from 'zod/mini'
import type { MessageState } from '#shared/domain/message/lifecycle.ts'
import { type MessageKey, messageKeyOfTags } from '#shared/domain/message/message-key.ts'

/** What a provider says became of a message. */
export interface Outcome {
  readonly key: MessageKey
  /** The provider's own id: its feedback may be faster than its answer, or come instead of it. */
  readonly providerMessageId: string
  readonly to: Extract<MessageState, 'sent' | 'delivered' | 'bounced' | 'complained' | 'failed'>
  /** When the provider said so. */
  readonly at: Date
  /** Why, if not well: the provider's own code, never its text. */
  readonly reason?: string
}

type Fate = Pick<Outcome, 'to' | 'reason'>

const envelopeSchema = z.object({
  source: z.string(),
  'detail-type': z.string(),
  time: z.iso.datetime({ offset: true }),
  detail: z.unknown(),
})

const sesSchema = z.object({
  mail: z.object({ messageId: z.string(), tags: z.record(z.string(), z.array(z.string())) }),
})

const sesFates: Readonly<Record<string, Fate>> = {
  'Email Sent': { to: 'sent' },
  'Email Delivered': { to: 'delivered' },
  'Email Bounced': { to: 'bounced', reason: 'bounced' },
  'Email Complaint Received': { to: 'complained', reason: 'complained' },
  'Email Rejected': { to: 'failed', reason: 'content-rejected' },
}

const smsSchema = z.object({
  eventType: z.string(),
  messageId: z.string(),
  isFinal: z.optional(z.boolean()),
  context: z.record(z.string(), z.string()),
})

const smsBounced = (reason: string): Fate => ({ to: 'bounced', reason })

/** Event types of End User Messaging. TEXT_UNKNOWN says nothing and changes nothing. */
const smsFates: Readonly<Record<string, Fate>> = {
  TEXT_QUEUED: { to: 'sent' },
  TEXT_PENDING: { to: 'sent' },
  TEXT_SENT: { to: 'sent' },
  TEXT_SUCCESSFUL: { to: 'delivered' },
  TEXT_DELIVERED: { to: 'delivered' },
  TEXT_BLOCKED: smsBounced('blocked'),
  TEXT_CARRIER_BLOCKED: smsBounced('carrier-blocked'),
  TEXT_CARRIER_UNREACHABLE: smsBounced('carrier-unreachable'),
  TEXT_INVALID: smsBounced('invalid-address'),
  TEXT_INVALID_MESSAGE: smsBounced('content-rejected'),
  TEXT_PROTECT_BLOCKED: smsBounced('protect-blocked'),
  TEXT_SPAM: smsBounced('spam'),
  TEXT_TTL_EXPIRED: smsBounced('expired'),
  TEXT_UNREACHABLE: smsBounced('unreachable'),
}

/** Only what the table itself holds: an event may be called `constructor`. */
const fateIn = (fates: Readonly<Record<string, Fate>>, name: string): Fate | undefined =>
  Object.hasOwn(fates, name) ? fates[name] : undefined

type Said = Pick<Outcome, 'at' | 'providerMessageId'>

const outcomeOf = (
  fate: Fate | undefined,
  tags: Readonly<Record<string, string>>,
  said: Said,
): Outcome | undefined => {
  const key = messageKeyOfTags(tags)
  return fate && key && { ...fate, key, ...said }
}

const sesOutcome = (type: string, detail: unknown, at: Date): Outcome | undefined => {
  const parsed = z.safeParse(sesSchema, detail)
  if (!parsed.success) return undefined
  const { messageId: providerMessageId, tags } = parsed.data.mail
  const firsts = Object.entries(tags).map(([name, values]) => [name, values[0] ?? ''])
  return outcomeOf(fateIn(sesFates, type), Object.fromEntries(firsts), { at, providerMessageId })
}

const smsOutcome = (detail: unknown, at: Date): Outcome | undefined => {
  const parsed = z.safeParse(smsSchema, detail)
  if (!parsed.success) return undefined
  const { eventType, messageId: providerMessageId, isFinal, context } = parsed.data
  const fate = fateIn(smsFates, eventType)
  // Until it is final, a carrier's success is only one of a hop on the way.
  const onTheWay = fate?.to === 'delivered' && isFinal === false
  return outcomeOf(onTheWay ? { to: 'sent' } : fate, context, { at, providerMessageId })
}

const parseJson = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/**
 * Reads a provider's event from the bus.
 * @returns undefined for what says nothing about a message of ours: other events, other people's mail, garbage
 */
export const readFeedback = (body: string): Outcome | undefined => {
  const envelope = z.safeParse(envelopeSchema, parseJson(body))
  if (!envelope.success) return undefined
  const { source, detail, time, 'detail-type': type } = envelope.data
  if (source === 'aws.ses') return sesOutcome(type, detail, new Date(time))
  if (source === 'aws.sms-voice') return smsOutcome(detail, new Date(time))
  return undefined
}

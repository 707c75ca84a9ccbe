import * as z from 'zod/mini'
import type { MessageMark } from '#shared/domain/message/journal-entry.ts'
import type { MessageState } from '#shared/domain/message/lifecycle.ts'
import { type MessageKey, messageKeyOfTags } from '#shared/domain/message/message-key.ts'
import type { ReportedSuppression } from '#shared/domain/profile/suppression.ts'

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
  /** What it says against the channel beyond this one message. */
  readonly suppression?: ReportedSuppression
}

/** What a provider heard of the customer: no state of the message, because it may come before and after any of them. */
export interface Heard {
  readonly key: MessageKey
  readonly mark: MessageMark
  readonly at: Date
}

type Fate = Pick<Outcome, 'to' | 'reason'>

const envelopeSchema = z.object({
  source: z.string(),
  'detail-type': z.string(),
  time: z.iso.datetime({ offset: true }),
  detail: z.unknown(),
})

/** What we can do without: where it is missing or not as expected, the rest still counts. */
const ifReadable = <T extends z.ZodMiniType>(schema: T) => z.catch(z.optional(schema), undefined)

/** SES says when it was opened or clicked, and the bus when it was told so. */
const engagementSchema = z.object({ timestamp: z.iso.datetime({ offset: true }) })

const sesSchema = z.object({
  mail: z.object({
    messageId: z.string(),
    tags: z.record(z.string(), z.array(z.string())),
    /** When the message was sent. */
    timestamp: ifReadable(z.iso.datetime({ offset: true })),
  }),
  bounce: ifReadable(z.object({ bounceType: z.string() })),
  complaint: ifReadable(
    z.object({
      complaintFeedbackType: ifReadable(z.string()),
      complaintSubType: ifReadable(z.nullable(z.string())),
    }),
  ),
  open: ifReadable(engagementSchema),
  click: ifReadable(engagementSchema),
})
type SesDetail = z.infer<typeof sesSchema>

const sesFates: Readonly<Record<string, Fate>> = {
  'Email Sent': { to: 'sent' },
  'Email Delivered': { to: 'delivered' },
  'Email Bounced': { to: 'bounced', reason: 'bounced' },
  'Email Complaint Received': { to: 'complained', reason: 'complained' },
  'Email Rejected': { to: 'failed', reason: 'content-rejected' },
}

/**
 * Only that it was opened or clicked: which link, from where and with what is not ours to keep. An open by a machine that
 * loads pictures for its user is an open here, as it is for SES.
 */
const sesMarks: Readonly<Record<string, MessageMark>> = {
  'Email Opened': 'opened',
  'Email Clicked': 'clicked',
}

const smsSchema = z.object({
  eventType: z.string(),
  messageId: z.string(),
  isFinal: z.optional(z.boolean()),
  context: z.record(z.string(), z.string()),
  /** When the message was sent, in epoch milliseconds. */
  messageRequestTimestamp: ifReadable(z.int().check(z.minimum(0), z.maximum(8.64e15))),
})
type SmsDetail = z.infer<typeof smsSchema>

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
const namedIn = <T>(all: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(all, name) ? all[name] : undefined

type Said = Pick<Outcome, 'at' | 'providerMessageId' | 'suppression'>

const suppressed = (suppression: ReportedSuppression | undefined) => (suppression ? { suppression } : {})

/**
 * A bounce closes the address only where SES calls it permanent; a complaint closes the channel to marketing, unless the
 * reporter says that the message is none (`not-spam`, RFC 5965).
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
const sesSuppression = (
  to: Outcome['to'] | undefined,
  { mail, bounce, complaint }: SesDetail,
  since: Date,
): ReportedSuppression | undefined => {
  const report = { channel: 'email', since, providerMessageId: mail.messageId } as const
  if (to === 'bounced' && bounce?.bounceType === 'Permanent') {
    const from = mail.timestamp === undefined ? since : new Date(mail.timestamp)
    return { ...report, reason: 'bounced', from }
  }
  const meant = to === 'complained' && complaint?.complaintFeedbackType !== 'not-spam'
  return meant ? { ...report, reason: 'complained', from: since } : undefined
}

/**
 * Only a number that is not valid is called so for good; the other failures pass, or are about one message.
 * https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-types.html
 */
const smsSuppression = (
  { eventType, messageId, messageRequestTimestamp: sentAt }: SmsDetail,
  since: Date,
): ReportedSuppression | undefined => {
  if (eventType !== 'TEXT_INVALID') return undefined
  const from = sentAt === undefined ? since : new Date(sentAt)
  return { channel: 'sms', reason: 'bounced', since, from, providerMessageId: messageId }
}

const outcomeOf = (
  fate: Fate | undefined,
  tags: Readonly<Record<string, string>>,
  said: Said,
): Outcome | undefined => {
  const key = messageKeyOfTags(tags)
  return fate && key && { ...fate, key, ...said }
}

const heardOf = (
  mark: MessageMark,
  key: MessageKey | undefined,
  { open, click }: SesDetail,
  saidAt: Date,
): Heard | undefined => {
  const { timestamp } = (mark === 'opened' ? open : click) ?? {}
  return key && { key, mark, at: timestamp === undefined ? saidAt : new Date(timestamp) }
}

/**
 * What SES calls a complaint, too, though nobody has complained about this message: it was never sent, because somebody at
 * that address did about an earlier one. Counted as a complaint it would pause campaigns.
 */
const isOfEarlierMessage = ({ complaint }: SesDetail): boolean =>
  complaint?.complaintSubType === 'OnAccountSuppressionList'

const sesFate = (type: string, detail: SesDetail): Fate | undefined => {
  const fate = namedIn(sesFates, type)
  return fate?.to === 'complained' && isOfEarlierMessage(detail)
    ? { to: 'failed', reason: 'suppressed' }
    : fate
}

const sesOutcome = (type: string, detail: unknown, at: Date): Outcome | Heard | undefined => {
  const parsed = z.safeParse(sesSchema, detail)
  if (!parsed.success) return undefined
  const { messageId: providerMessageId, tags } = parsed.data.mail
  const firsts = Object.fromEntries(Object.entries(tags).map(([name, values]) => [name, values[0] ?? '']))
  const mark = namedIn(sesMarks, type)
  if (mark) return heardOf(mark, messageKeyOfTags(firsts), parsed.data, at)
  const suppression = suppressed(sesSuppression(namedIn(sesFates, type)?.to, parsed.data, at))
  return outcomeOf(sesFate(type, parsed.data), firsts, { at, providerMessageId, ...suppression })
}

const smsOutcome = (detail: unknown, at: Date): Outcome | undefined => {
  const parsed = z.safeParse(smsSchema, detail)
  if (!parsed.success) return undefined
  const { eventType, messageId: providerMessageId, isFinal, context } = parsed.data
  const fate = namedIn(smsFates, eventType)
  // Until it is final, a carrier's success is only one of a hop on the way.
  const onTheWay = fate?.to === 'delivered' && isFinal === false
  const suppression = suppressed(smsSuppression(parsed.data, at))
  return outcomeOf(onTheWay ? { to: 'sent' } : fate, context, { at, providerMessageId, ...suppression })
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
export const readFeedback = (body: string): Outcome | Heard | undefined => {
  const envelope = z.safeParse(envelopeSchema, parseJson(body))
  if (!envelope.success) return undefined
  const { source, detail, time, 'detail-type': type } = envelope.data
  if (source === 'aws.ses') return sesOutcome(type, detail, new Date(time))
  if (source === 'aws.sms-voice') return smsOutcome(detail, new Date(time))
  return undefined
}

import * as z from 'zod/mini'
import { isOptOut } from '#shared/domain/opt-out/opt-out-words.ts'

/** What somebody answered to an SMS. Its text ends here: only what it means goes on. */
export interface Reply {
  /** Whose phone it came from, E.164; undefined where that is no phone number, but a short code or a name. */
  readonly phone: string | undefined
  readonly isOptOut: boolean
  /** The provider's id of it, the same however often it is handed over. */
  readonly replyId: string
  readonly at: Date
  /** The provider's id of the message that it answers, where the provider says. */
  readonly answers?: string | undefined
}

/** As SNS hands over what was published, where not raw: raw it would not say when that was. */
const envelopeSchema = z.object({
  Type: z.literal('Notification'),
  Message: z.string(),
  Timestamp: z.iso.datetime({ offset: true }),
})

const id = z.string().check(z.minLength(1), z.maxLength(256))

/** https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms-payload.html */
const payloadSchema = z.object({
  originationNumber: z.string(),
  messageBody: z.string(),
  inboundMessageId: id,
  // What we can do without: where it is missing or not as expected, the rest still counts.
  previousPublishedMessageId: z.catch(z.optional(id), undefined),
})

const PHONE = /^\+?([1-9]\d{6,14})$/

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** @returns undefined for what is no reply as End User Messaging publishes it */
export const readReply = (body: string): Reply | undefined => {
  const envelope = z.safeParse(envelopeSchema, parseJson(body))
  if (!envelope.success) return undefined
  const payload = z.safeParse(payloadSchema, parseJson(envelope.data.Message))
  if (!payload.success) return undefined
  const { originationNumber, messageBody, inboundMessageId, previousPublishedMessageId } = payload.data
  const [, digits] = PHONE.exec(originationNumber) ?? []
  return {
    phone: digits === undefined ? undefined : `+${digits}`,
    isOptOut: isOptOut(messageBody),
    replyId: inboundMessageId,
    at: new Date(envelope.data.Timestamp),
    answers: previousPublishedMessageId,
  }
}

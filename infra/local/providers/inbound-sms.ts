import { randomUUID } from 'node:crypto'
import * as z from 'zod/mini'
import { AwsError, jsonAnswer, type LoopbackRequest, parseJson } from '#infra/local/loopback-server.ts'
import type { CallStore } from '#infra/local/providers/call-store.ts'

/** What somebody's phone sends. `id` and `at` only where the same message is to come twice, or at another time. */
const requestSchema = z.strictObject({
  from: z.string(),
  to: z._default(z.string(), '+420601999999'),
  text: z.string(),
  id: z.optional(z.string()),
  at: z.optional(z.iso.datetime({ offset: true })),
})

/** @param message the payload of a two-way SMS, JSON */
export type PublishReply = (message: string, at: Date) => Promise<void>

/**
 * `POST /inbound-sms`, which AWS does not have: plays somebody who answers an SMS. End User Messaging publishes such a
 * payload: https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms-payload.html
 */
export async function takeReply(
  { body }: LoopbackRequest,
  store: CallStore,
  publish: PublishReply,
  now: Date,
) {
  const parsed = z.safeParse(requestSchema, parseJson(body))
  if (!parsed.success) throw new AwsError('ValidationException', z.prettifyError(parsed.error))
  const { from, to, text, id = randomUUID(), at } = parsed.data
  const answered = store.all().findLast(({ channel, outcome, destination }) => {
    return channel === 'sms' && outcome === 'accepted' && destination.includes(from)
  })
  const payload = {
    originationNumber: from,
    destinationNumber: to,
    messageKeyword: 'KEYWORD_LOCAL',
    messageBody: text,
    inboundMessageId: id,
    ...(answered && { previousPublishedMessageId: answered.id }),
  }
  await publish(JSON.stringify(payload), at === undefined ? now : new Date(at))
  return jsonAnswer(200, { inboundMessageId: id })
}

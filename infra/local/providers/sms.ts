import { randomUUID } from 'node:crypto'
import * as z from 'zod/mini'
import { AwsError, jsonAnswer, parseJson } from '#infra/local/loopback-server.ts'
import type { Protocol } from '#infra/local/providers/call.ts'

const requestSchema = z.object({
  DestinationPhoneNumber: z.string().check(z.regex(/^\+?[1-9][0-9]{1,18}$/)),
  OriginationIdentity: z.optional(z.string()),
  MessageBody: z.string().check(z.minLength(1), z.maxLength(1600)),
  MessageType: z._default(z.enum(['TRANSACTIONAL', 'PROMOTIONAL']), 'TRANSACTIONAL'),
  Context: z._default(z.record(z.string(), z.string()), {}),
})

/** End User Messaging SMS v2 `SendTextMessage`, AWS JSON 1.0. It publishes its events on the bus by itself. */
export const smsProtocol: Protocol = {
  operation: 'SendTextMessage',
  channel: 'sms',
  hasFeedback: () => true,
  throttled: { code: 'ThrottlingException', status: 400 },
  newId: randomUUID,
  read: ({ body }) => {
    const parsed = z.safeParse(requestSchema, parseJson(body))
    if (!parsed.success) throw new AwsError('ValidationException', z.prettifyError(parsed.error))
    const { DestinationPhoneNumber, OriginationIdentity, MessageBody, MessageType, Context } = parsed.data
    return {
      draft: {
        operation: 'SendTextMessage',
        channel: 'sms',
        destination: [DestinationPhoneNumber],
        tags: Context,
        text: MessageBody,
        messageType: MessageType,
        ...(OriginationIdentity === undefined ? {} : { from: OriginationIdentity }),
      },
    }
  },
  accepted: (MessageId) => jsonAnswer(200, { MessageId }, { 'content-type': 'application/x-amz-json-1.0' }),
}

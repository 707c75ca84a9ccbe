import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import * as z from 'zod/mini'
import { AwsError, jsonAnswer, type LoopbackRequest, parseJson } from '#infra/local/loopback-server.ts'
import type { Draft, Protocol } from '#infra/local/providers/call.ts'

/** Seconds that a signature may be off the clock, as Standard Webhooks advises. */
const tolerance = 300

/** What is worth showing of a message, where the sender puts it so; any JSON is taken. */
const messageSchema = z.object({
  recipient: z.optional(z.string()),
  content: z.optional(z.object({ subject: z.optional(z.string()), text: z.optional(z.string()) })),
})

/** A bank's own gateway: `POST /gateway`, signed by Standard Webhooks (https://www.standardwebhooks.com). */
export const gatewayProtocol = (secret: string, now: () => Date): Protocol => ({
  operation: 'GatewayPost',
  channel: 'gateway',
  hasFeedback: () => false,
  throttled: { code: 'TooManyRequests', status: 429 },
  newId: randomUUID,
  read: (request) => {
    verifySignature(request, secret, now())
    const message = z.safeParse(messageSchema, parseJson(request.body))
    return { draft: { ...draftOf(message.data), tags: signatureHeaders(request) } }
  },
  accepted: (messageId) => jsonAnswer(202, { messageId }),
})

function draftOf({ recipient, content = {} }: z.infer<typeof messageSchema> = {}): Omit<Draft, 'tags'> {
  const { subject, text } = content
  return {
    operation: 'GatewayPost',
    channel: 'gateway',
    destination: recipient === undefined ? [] : [recipient],
    ...(subject === undefined ? {} : { subject }),
    ...(text === undefined ? {} : { text }),
  }
}

function signatureHeaders({ headers }: LoopbackRequest): Record<string, string> {
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature']
  return Object.fromEntries(names.map((name) => [name, `${headers[name] ?? ''}`]))
}

/** @throws AwsError 401 for a signature that is wrong, or of another time */
export function verifySignature(request: LoopbackRequest, secret: string, now: Date): void {
  const {
    'webhook-id': id,
    'webhook-timestamp': at,
    'webhook-signature': signatures,
  } = signatureHeaders(request)
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret)
  const expected = createHmac('sha256', key).update(`${id}.${at}.${request.body}`).digest()
  const isSigned = `${signatures}`.split(' ').some((signature) => {
    const given = Buffer.from(signature.replace(/^v1,/, ''), 'base64')
    return signature.startsWith('v1,') && given.length === expected.length && timingSafeEqual(given, expected)
  })
  const isFresh = Math.abs(Number(at) - now.getTime() / 1000) <= tolerance
  if (!id || !isSigned || !isFresh) throw new AwsError('BadSignature', 'The signature is not right.', 401)
}

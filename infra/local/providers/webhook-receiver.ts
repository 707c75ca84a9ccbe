import * as z from 'zod/mini'
import {
  AwsError,
  jsonAnswer,
  type LoopbackAnswer,
  type LoopbackRequest,
} from '#infra/local/loopback-server.ts'
import { verifySignature } from '#infra/local/providers/gateway.ts'
import { webhookSecret } from '#infra/local/secrets.ts'

/** A webhook that came with a right signature. */
export interface ReceivedWebhook {
  readonly endpointId: string
  readonly id: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly at: Date
  /** What was answered. */
  readonly status: number
}

/** What an endpoint answers to a webhook whose signature is right. @default 204 */
export type WebhookAnswers = (webhook: Omit<ReceivedWebhook, 'status'>) => number

export interface WebhookReceiver {
  answer(request: LoopbackRequest): LoopbackAnswer
  /** In the order in which they came, since the start, those that were turned down among them. */
  readonly received: readonly ReceivedWebhook[]
  answerWith(answers: WebhookAnswers): void
}

const PATH = /^\/webhooks\/([a-z0-9-]+)$/

/** Whether a request is for a system of the bank. */
export const isForReceiver = (path: string): boolean => path.startsWith('/webhooks/')

const bodySchema = z.strictObject({
  type: z.string(),
  timestamp: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number()])),
})

const isWebhook = (body: string): boolean => {
  try {
    return z.safeParse(bodySchema, JSON.parse(body)).success
  } catch {
    return false
  }
}

/** The bank's own systems: `POST /webhooks/ID`, with the secret that the local cloud has for ID. */
export const createWebhookReceiver = (now: () => Date): WebhookReceiver => {
  const received: ReceivedWebhook[] = []
  let answers: WebhookAnswers = () => 204
  return {
    received,
    answerWith: (given) => {
      answers = given
    },
    answer: (request) => {
      const endpointId = PATH.exec(request.path)?.[1]
      if (endpointId === undefined || request.method !== 'POST') return jsonAnswer(404, {})
      verifySignature(request, webhookSecret(endpointId), now())
      if (!isWebhook(request.body)) throw new AwsError('BadRequest', 'It is no webhook.', 400)
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, `${value ?? ''}`]),
      )
      const id = headers['webhook-id'] ?? ''
      const webhook = { endpointId, id, headers, body: request.body, at: now() }
      const status = answers(webhook)
      received.push({ ...webhook, status })
      return { status, headers: {}, body: '' }
    },
  }
}

import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { ServiceEvent } from '#infra/local/event-bus.ts'
import {
  AwsError,
  jsonAnswer,
  type LoopbackAnswer,
  type LoopbackRequest,
  parseJson,
  startLoopbackServer,
} from '#infra/local/loopback-server.ts'
import type { Draft, Protocol, ProviderCall } from '#infra/local/providers/call.ts'
import { CallStore } from '#infra/local/providers/call-store.ts'
import { takeEngagement } from '#infra/local/providers/engagement.ts'
import { createFaults, type Faults } from '#infra/local/providers/faults.ts'
import { feedbackEvents } from '#infra/local/providers/feedback.ts'
import { gatewayProtocol } from '#infra/local/providers/gateway.ts'
import { type PublishReply, takeReply } from '#infra/local/providers/inbound-sms.ts'
import { inboxAnswer } from '#infra/local/providers/inbox-page.ts'
import { sesProtocol } from '#infra/local/providers/ses.ts'
import { smsProtocol } from '#infra/local/providers/sms.ts'
import {
  createWebhookReceiver,
  isForReceiver,
  type WebhookReceiver,
} from '#infra/local/providers/webhook-receiver.ts'

export interface ProvidersOptions {
  /** Messages and records are kept in `<dataDirectory>/inbox`. */
  readonly dataDirectory: string
  /** What Secrets Manager holds: ARN or name → SecretString. */
  readonly secrets: Readonly<Record<string, string>>
  /** `whsec_<base64>` or any text: what the gateway checks signatures with. */
  readonly gatewaySecret: string
  /** Usually `bus.publishServiceEvent`. A message's feedback counts as done only when this resolved. */
  readonly publishFeedback: (event: ServiceEvent) => Promise<unknown>
  /** Is shown each accepted email, as it would go out; an answer does not wait for it. */
  readonly onEmail?: (draft: Draft, message: Uint8Array) => void
  /** Is told of each accepted call as soon as it is kept, before it is answered. */
  readonly onAccepted?: (call: ProviderCall) => void
  /** Usually onto the topic that the bank has set on its numbers; without it nobody can reply. */
  readonly publishReply?: PublishReply
  /** How long after a call was accepted its feedback leaves, in milliseconds @default at once, before the answer is read */
  readonly feedbackDelay?: number
  readonly now?: () => Date
  readonly port?: number
}

export interface Providers {
  /** Base URL of SES, SMS, Secrets Manager, inbox page; `/gateway` and `/webhooks/ID` are systems of the bank. */
  readonly url: string
  /** Every recorded call of a sending operation, oldest first, those of earlier runs on the directory included. */
  calls(): readonly ProviderCall[]
  /** Messages whose feedback has not been published yet, or could not be. */
  pendingFeedback(): number
  /** Publishes what an earlier run left outstanding, or what failed to be published; rejects if it fails again. */
  resumeFeedback(): Promise<void>
  setFaults(faults: Faults): void
  /** What the bank's own systems were sent, and how they can be made to fail. */
  readonly webhooks: Pick<WebhookReceiver, 'received' | 'answerWith'>
  /** Closes the server and waits for feedback under way. */
  stop(): Promise<void>
}

/** The doubles of SES, End User Messaging, Secrets Manager and a bank's own gateway: one server, one inbox. */
export async function startProviders(options: ProvidersOptions): Promise<Providers> {
  const { secrets, publishFeedback, publishReply, onEmail, onAccepted, now = () => new Date() } = options
  const { feedbackDelay = 0 } = options
  const store = new CallStore(options.dataDirectory)
  const gateway = gatewayProtocol(options.gatewaySecret, now)
  const webhooks = createWebhookReceiver(now)
  let nextFault = createFaults({ mode: 'none' })
  // By message id, what is still to be published and, if that is under way, its promise.
  const pending = new Map<string, Promise<void> | undefined>()
  for (const { id, feedback } of store.all()) if (feedback === 'pending') pending.set(id, undefined)

  const publish = async (id: string): Promise<void> => {
    const call = store.find(id)
    if (!call) return
    try {
      if (feedbackDelay > 0) await delay(feedbackDelay)
      for (const event of feedbackEvents(call)) await publishFeedback(event)
      store.feedbackDone(call)
      pending.delete(id)
    } catch (error) {
      pending.set(id, undefined)
      throw error
    }
  }

  const startPublishing = (id: string): Promise<void> => {
    const publishing = publish(id)
    pending.set(id, publishing)
    return publishing
  }

  const take = async (protocol: Protocol, request: LoopbackRequest): Promise<LoopbackAnswer | 'drop'> => {
    const fault = nextFault()
    const at = now()
    const { draft, message } = readOrRecord(protocol, request, fault, at, store)
    const id = protocol.newId()
    const email = await message?.(id, at)
    const silent = fault === 'silence-after-accept'
    const lost = silent || fault === 'timeout-after-accept'
    const feedback = protocol.hasFeedback(draft) && !silent ? 'pending' : 'none'
    const error = lost ? { error: 'NoAnswer' } : {}
    const call = { ...draft, id, at: at.toISOString(), outcome: 'accepted', ...error, feedback } as const
    // On a line of its own: what `?.` skips, it does not evaluate either.
    const kept = store.add(call, email)
    onAccepted?.(kept)
    if (email) onEmail?.(draft, email)
    // A failure leaves it pending, which `pendingFeedback` tells and `resumeFeedback` mends.
    if (feedback === 'pending') startPublishing(id).catch(() => {})
    return lost ? 'drop' : protocol.accepted(id)
  }

  const server = await startLoopbackServer(async (request) => {
    const { method, path, headers } = request
    if (method === 'GET' && path === '/webhooks') return jsonAnswer(200, webhooks.received)
    if (method === 'GET') return inboxAnswer(path, store)
    if (isForReceiver(path)) return webhooks.answer(request)
    if (path === '/v2/email/outbound-emails') return take(sesProtocol, request)
    if (path === '/gateway') return take(gateway, request)
    if (path === '/engagement') return takeEngagement(request, store, publishFeedback, now())
    if (path === '/inbound-sms' && publishReply) return takeReply(request, store, publishReply, now())
    const target = headers['x-amz-target']
    if (target === 'PinpointSMSVoiceV2.SendTextMessage') return take(smsProtocol, request)
    if (target === 'secretsmanager.GetSecretValue') return secretAnswer(secrets, parseJson(request.body))
    throw new AwsError(
      'UnknownOperationException',
      `The local cloud does not play ${method} ${path} ${target}.`,
      404,
    )
  }, options.port)

  return {
    url: server.url,
    calls: () => store.all(),
    pendingFeedback: () => pending.size,
    resumeFeedback: async () => {
      await Promise.all([...pending].map(([id, underWay]) => underWay ?? startPublishing(id)))
    },
    setFaults: (faults) => {
      nextFault = createFaults(faults)
    },
    webhooks,
    stop: async () => {
      await server.stop()
      await Promise.allSettled(pending.values())
    },
  }
}

/** Reads the request; a refusal, the fault's or the protocol's own, is recorded and thrown. */
function readOrRecord(
  protocol: Protocol,
  request: LoopbackRequest,
  fault: Faults['mode'],
  at: Date,
  store: CallStore,
): ReturnType<Protocol['read']> {
  const { operation, channel, throttled } = protocol
  let draft: Draft = { operation, channel, destination: [], tags: {} }
  try {
    const read = protocol.read(request)
    draft = read.draft
    if (fault === 'throttle') throw new AwsError(throttled.code, 'Rate exceeded', throttled.status)
    if (fault === 'outage') throw new AwsError('ServiceUnavailableException', 'Service is down', 503)
    return read
  } catch (error) {
    const code = error instanceof AwsError ? error.code : 'InternalFailure'
    const id = `refused-${randomUUID()}`
    store.add({ ...draft, id, at: at.toISOString(), outcome: 'refused', error: code, feedback: 'none' })
    throw error
  }
}

function secretAnswer(secrets: Readonly<Record<string, string>>, request: unknown): LoopbackAnswer {
  const id = `${(request as { SecretId?: unknown } | null)?.SecretId}`
  const secret = Object.hasOwn(secrets, id) ? secrets[id] : undefined
  if (secret === undefined)
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the secret.")
  const answer = { ARN: id, Name: id, SecretString: secret, VersionStages: ['AWSCURRENT'] }
  return jsonAnswer(200, answer, { 'content-type': 'application/x-amz-json-1.1' })
}

import { openArchives } from '#infra/local/archives.ts'
import { createDeliveryStreams, deliverToStreams } from '#infra/local/delivery-streams.ts'
import { startEventBridgeEndpoint } from '#infra/local/event-bridge-endpoint.ts'
import { createEventBus, type Deliver } from '#infra/local/event-bus.ts'
import { createEventReplays } from '#infra/local/event-replays.ts'
import type { LocalFunction } from '#infra/local/lambda.ts'
import { type Providers, type ProvidersOptions, startProviders } from '#infra/local/providers/providers.ts'
import { createSmtpRelay, type SmtpRelayOptions } from '#infra/local/providers/smtp-relay.ts'
import { createQueueDelivery } from '#infra/local/queue-delivery.ts'
import { readRules, type Schedule } from '#infra/local/rules.ts'
import { GATEWAY_SECRET, localSecrets } from '#infra/local/secrets.ts'
import type { Boot, Stores } from '#infra/local/stores.ts'
import { createTopics } from '#infra/local/topics.ts'

/** The ways in and out: the bus with its rules, and the doubles of the providers that answer on it. */
export interface Routes {
  readonly eventBridgeUrl: string
  readonly providers: Providers
  readonly schedules: readonly Schedule[]
  /** ARNs of what the providers' feedback is routed to. */
  readonly feedbackTargets: readonly string[]
  /** Hands events to the target of a rule. */
  readonly deliver: Deliver
}

export interface RoutesOptions extends Pick<ProvidersOptions, 'now' | 'onAccepted' | 'feedbackDelay'> {
  readonly smtp?: SmtpRelayOptions
  /** Whether delivery streams keep what they are given. */
  readonly recording?: boolean
}

/** Starts bus and providers. @param functions may still be empty; they must be there when events come */
export async function startRoutes(
  { directory, progress, onStop }: Boot,
  { deployment, sqs, queues, queueUrls }: Stores,
  functions: readonly LocalFunction[],
  { smtp, recording = true, ...more }: RoutesOptions = {},
): Promise<Routes> {
  const functionArns = deployment.resources('AWS::Lambda::Function').map(({ arn }) => arn)
  const streams = createDeliveryStreams(sqs, deployment, more.now ?? (() => new Date()), recording)
  const isTarget = (arn: string) => arn in queueUrls || functionArns.includes(arn) || streams.has(arn)
  const { rules, schedules } = readRules(deployment, isTarget)
  const toQueue = createQueueDelivery({ queues, queueUrls })
  const deliver = deliverTo(functions, deliverToStreams(streams, toQueue))
  const buses = deployment.resources('AWS::Events::EventBus').map(({ name }) => name)
  const archives = openArchives(deployment, directory)
  onStop(() => {
    for (const archive of archives) archive.close()
  })
  const bus = createEventBus({ buses, rules, archives, deliver })

  const publish = createTopics(deployment, deliver)
  // On AWS the bank sets the topic on its numbers (RUNBOOK).
  const repliesTopic = deployment.outputs.RepliesTopicArn
  const relay = smtp && createSmtpRelay(smtp)
  if (relay) onStop(relay.stop)
  const providers = await startProviders({
    dataDirectory: directory,
    secrets: localSecrets(deployment),
    gatewaySecret: GATEWAY_SECRET,
    publishFeedback: bus.publishServiceEvent,
    ...(repliesTopic !== undefined && {
      publishReply: (message: string, at: Date) => publish(repliesTopic, message, at),
    }),
    ...(relay && { onEmail: relay.take }),
    ...more,
  })
  onStop(providers.stop)
  progress('email, SMS and gateway doubles')

  const replays = createEventReplays(archives, bus)
  onStop(replays.stop)
  const eventBridge = await startEventBridgeEndpoint(bus, replays.operations)
  onStop(eventBridge.stop)
  progress('event bus')
  // AWS services publish on the default bus, banks on their own.
  const feedbackTargets = rules
    .filter(({ busName }) => busName === 'default')
    .flatMap(({ targets }) => targets.map(({ arn }) => arn))
  return { eventBridgeUrl: eventBridge.url, providers, schedules, feedbackTargets, deliver }
}

/** Functions are invoked event by event; any other target is a queue. */
const deliverTo =
  (functions: readonly LocalFunction[], toQueue: Deliver): Deliver =>
  async (targetArn, bodies) => {
    const target = functions.find(({ definition }) => definition.arn === targetArn)
    if (target === undefined) return toQueue(targetArn, bodies)
    await Promise.all(bodies.map((body) => target.invoke(JSON.parse(body))))
  }

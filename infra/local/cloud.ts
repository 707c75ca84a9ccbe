import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SQSClient } from '@aws-sdk/client-sqs'
import { localClientConfig } from '#infra/local/clients.ts'
import { startDynamoDb } from '#infra/local/dynamodb.ts'
import { startEventBridgeEndpoint } from '#infra/local/event-bridge-endpoint.ts'
import { createEventBus } from '#infra/local/event-bus.ts'
import { FunctionLog } from '#infra/local/function-log.ts'
import { defineFunctions, sdkEnvironment } from '#infra/local/functions.ts'
import { LocalFunction } from '#infra/local/lambda.ts'
import { claim } from '#infra/local/process-file.ts'
import { type Providers, startProviders } from '#infra/local/providers/providers.ts'
import { createQueueDelivery } from '#infra/local/queue-delivery.ts'
import { createQueues } from '#infra/local/queues.ts'
import { createSchedules } from '#infra/local/schedules.ts'
import { startSqs } from '#infra/local/sqs.ts'
import { readAssembly, synthesize } from '#infra/local/synthesize.ts'
import { createTables } from '#infra/local/tables.ts'
import { resolveDeployment } from '#infra/local/template.ts'
import { deliverTo, readRules, startEventSources } from '#infra/local/wiring.ts'

export interface LocalCloudOptions {
  /** Everything is kept here; a later boot goes on from it. */
  readonly dataDirectory: string
  /** `event`: functions take the time from the events instead of from the wall. */
  readonly clock?: 'wall' | 'event'
  /** `manual`: schedules fire by `tickSchedules` only. */
  readonly schedules?: 'running' | 'manual'
  /** Called with each finished step. */
  readonly onProgress?: (step: string) => void
  /** Overrides variables of every function. */
  readonly functionEnvironment?: Readonly<Record<string, string>>
  /** A synthesized cloud assembly to play instead of synthesizing. */
  readonly assembly?: string
  /** Instead of the queues' own, so that tests of retries need not wait minutes. */
  readonly visibilityTimeoutSeconds?: number
}

export interface LocalCloud {
  /** Logical id of a CfnOutput → its value. */
  readonly outputs: Readonly<Record<string, string>>
  /** Variables that point any AWS SDK or CLI here. */
  readonly environment: Readonly<Record<string, string>>
  readonly endpoints: Readonly<
    Record<'dynamodb' | 'sqs' | 'eventBridge' | 'ses' | 'sms' | 'gateway' | 'inbox', string>
  >
  /** What the doubles of email, SMS and gateway were asked, and how they can be made to fail. */
  readonly providers: Pick<Providers, 'calls' | 'setFaults'>
  /** Resolves when all consumed queues are empty, no function runs and no feedback is under way. */
  settled(): Promise<void>
  /** Fires every schedule once with this time and waits for it; rejects as the function did. */
  tickSchedules(at: Date): Promise<void>
  /** Sums of the functions' metrics by name since the start. */
  metrics(): Readonly<Record<string, number>>
  /** Everything the functions printed since the start. */
  logLines(): readonly string[]
  /** Ends everything; no process and no port is left. */
  stop(): Promise<void>
}

/** How long `stop` lets invocations under way go on, in milliseconds; what is cut off is redelivered at the next boot. */
const GRACE = 5_000

/** Time between two looks of `settled`, in milliseconds. */
const LOOK = 25

/** Boots the deployment that the CDK app describes on loopback. A failed boot leaves nothing behind. */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const stops: (() => unknown)[] = []
  const stop = async (): Promise<void> => {
    for (let next = stops.pop(); next !== undefined; next = stops.pop()) await next()
  }
  try {
    return { ...(await boot(options, (action) => stops.push(action))), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function boot(
  options: LocalCloudOptions,
  onStop: (action: () => unknown) => void,
): Promise<Omit<LocalCloud, 'stop'>> {
  const progress = options.onProgress ?? (() => {})
  const directory = path.resolve(options.dataDirectory)
  mkdirSync(directory, { recursive: true })
  onStop(claim(path.join(directory, 'cloud.pid')))

  const stacks =
    options.assembly === undefined
      ? await synthesize(path.join(directory, 'cdk.out'))
      : readAssembly(options.assembly)
  progress('template synthesized')

  const dynamodb = await startDynamoDb(directory)
  onStop(dynamodb.stop)
  const sqs = await startSqs(path.join(directory, 'sqs'))
  onStop(sqs.stop)
  const deployment = resolveDeployment(stacks, sqs.url)
  const dynamodbClient = new DynamoDBClient(localClientConfig(dynamodb.url))
  await createTables(dynamodbClient, deployment)
  dynamodbClient.destroy()
  progress('tables')
  const queueUrls = createQueues(sqs, deployment, options.visibilityTimeoutSeconds)
  progress('queues')

  const log = new FunctionLog(path.join(directory, 'logs'))
  const functions: LocalFunction[] = []
  const stopFunctions = (): Promise<unknown> => Promise.all(functions.map((each) => each.stop()))
  onStop(stopFunctions)
  const client = new SQSClient({ ...localClientConfig(sqs.url), md5: false })
  onStop(() => client.destroy())
  const deliver = deliverTo(functions, createQueueDelivery({ client, queueUrls }))

  const targets = new Set([
    ...Object.keys(queueUrls),
    ...deployment.resources('AWS::Lambda::Function').map(({ arn }) => arn),
  ])
  const wired = readRules(deployment, (arn) => targets.has(arn))
  const buses = deployment.resources('AWS::Events::EventBus').map(({ name }) => name)
  const bus = createEventBus({ buses, rules: wired.rules, deliver })
  const gatewaySecret = localSecret('gateway')
  const secrets = deployment.resources('AWS::SecretsManager::Secret').map(({ arn }) => [arn, gatewaySecret])
  const providers = await startProviders({
    dataDirectory: directory,
    secrets: Object.fromEntries(secrets),
    gatewaySecret,
    publishFeedback: bus.publishServiceEvent,
  })
  onStop(providers.stop)
  progress('email, SMS and gateway doubles')
  const eventBridge = await startEventBridgeEndpoint(bus)
  progress('event bus')

  const gateway = `${providers.url}/gateway`
  const environment = sdkEnvironment({
    dynamodb: dynamodb.url,
    sqs: sqs.url,
    eventBridge: eventBridge.url,
    providers: providers.url,
  })
  const definitions = defineFunctions(deployment, environment, (variables) => ({
    ...variables,
    ...('GATEWAY_SECRET_ARN' in variables && { GATEWAY_URL: gateway }),
    ...('CLOCK' in variables && options.clock && { CLOCK: options.clock }),
    ...options.functionEnvironment,
  }))
  functions.push(...definitions.map((definition) => new LocalFunction(definition, log)))
  const reportError = (name: string, error: unknown): void => log.write(name, `${error}\n`)
  const { sources, queueArns } = startEventSources({
    deployment,
    functions,
    client,
    queueUrls,
    onError: reportError,
  })
  onStop(async () => {
    const grace = setTimeout(stopFunctions, GRACE)
    const ended = Promise.all(sources.map((source) => source.stop()))
    sqs.endPolls()
    await ended
    clearTimeout(grace)
  })
  onStop(eventBridge.stop)
  const schedules = createSchedules({
    schedules: wired.schedules,
    fire: (target, event) => deliver(target, [JSON.stringify(event)]),
    mode: options.schedules ?? 'running',
    onError: reportError,
  })
  onStop(schedules.stop)
  await providers.resumeFeedback()
  progress(`${functions.length} functions`)

  const consumed = queueArns.map((arn) => arn.split(':').at(-1) ?? '')
  const isQuiet = (): boolean =>
    sqs.depth(consumed) === 0 &&
    functions.every(({ running }) => running === 0) &&
    providers.pendingFeedback() === 0
  return {
    outputs: deployment.outputs,
    environment,
    endpoints: {
      dynamodb: dynamodb.url,
      sqs: sqs.url,
      eventBridge: eventBridge.url,
      ses: providers.url,
      sms: providers.url,
      gateway,
      inbox: providers.url,
    },
    providers,
    // Twice, because a message may be on its way between two of the places that are looked at.
    async settled() {
      for (let quiet = 0; quiet < 2; await delay(LOOK)) quiet = isQuiet() ? quiet + 1 : 0
    },
    tickSchedules: schedules.tick,
    metrics: () => log.metrics(),
    logLines: () => log.lines,
  }
}

/** In the form of the gateway's signing secrets; the same at each boot, and no secret at all. */
const localSecret = (name: string): string =>
  `whsec_${createHash('sha256').update(`bellwether local ${name}`).digest('base64')}`

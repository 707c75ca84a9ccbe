import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { localClientConfig } from '#infra/local/clients.ts'
import { ClockOffset } from '#infra/local/clock-offset.ts'
import type { LocalCloud } from '#infra/local/cloud.ts'
import { type SourceLimits, startEventSources } from '#infra/local/event-sources.ts'
import { FunctionLog } from '#infra/local/function-log.ts'
import { defineFunctions, localVariables, sdkEnvironment } from '#infra/local/functions.ts'
import { type FunctionUsage, LocalFunction } from '#infra/local/lambda.ts'
import { queueCallsTo } from '#infra/local/queue-calls.ts'
import { readRules } from '#infra/local/rules.ts'
import { createSchedules } from '#infra/local/schedules.ts'
import { readAssembly } from '#infra/local/synthesize.ts'
import { type Deployment, resolveDeployment } from '#infra/local/template.ts'

export interface WorkerOptions {
  /** The synthesized cloud assembly that the rest of the cloud plays. */
  readonly assembly: string
  /** Where that rest listens: a local cloud whose functions run `elsewhere`. */
  readonly endpoints: LocalCloud['endpoints']
  /** The functions' logs are written in `<dataDirectory>/logs`. */
  readonly dataDirectory: string
  /** How far the functions' time is ahead from the first one on, in milliseconds. */
  readonly clockOffset: number
  /** How much each of its sources has in hand @default as much as in a whole local cloud */
  readonly limits?: Omit<SourceLimits, 'batchSizes'>
  /** Instead of the template's batch sizes, for some queues: their output → records */
  readonly batchSizes?: Readonly<Record<string, number>>
  /**
   * For the start of a whole cloud, which hands out at once what was in flight when it died. The queues of one that lived
   * on keep that hidden, and nobody waits.
   */
  readonly feedbackFirst: boolean
  /** Outputs of queues: only these are read @default all */
  readonly queues?: readonly string[]
}

/** The functions of a local cloud and what feeds them, without the rest of it. It has no end but that of its process. */
export interface LocalWorker extends Pick<LocalCloud, 'tickSchedules' | 'setClockOffset' | 'metrics'> {
  /** Bytes of the largest heap that an environment of a function has now, by function. */
  heaps(): Promise<Readonly<Record<string, number>>>
  /** By function's POWERTOOLS_SERVICE_NAME: the name of its folder. */
  usage(): Promise<Readonly<Record<string, FunctionUsage>>>
}

/** Time between two looks at a queue, in milliseconds, and how long it is looked at. */
const LOOK = 25
const GRACE = 5_000

/**
 * Runs the functions in this process, so that it can be killed while stores, queues and providers live on.
 */
export async function startWorker(options: WorkerOptions): Promise<LocalWorker> {
  const { assembly, endpoints, dataDirectory } = options
  const deployment = resolveDeployment(readAssembly(assembly), endpoints)
  const log = new FunctionLog(path.join(dataDirectory, 'logs'), { keepsLines: false })
  const logError = (name: string, error: unknown): void => log.write(name, `${error}\n`)
  const offset = new ClockOffset()
  offset.current = options.clockOffset
  const functions = functionsOf(deployment, endpoints, offset, log)
  const queueUrls = Object.fromEntries(
    deployment.resources('AWS::SQS::Queue').map(({ arn, ref }) => [arn, ref]),
  )
  const sqsClient = new SQSClient(localClientConfig(endpoints.sqs))

  const { rules, schedules: found } = readRules(deployment, () => true)
  const feedback = rules.filter(({ busName }) => busName === 'default').flatMap(({ targets }) => targets)
  const isFeedback = (queueArn: string): boolean => feedback.some(({ arn }) => arn === queueArn)
  const wiring = { deployment, queues: queueCallsTo(endpoints.sqs), queueUrls }
  const limits = { ...options.limits, batchSizes: byUrl(options.batchSizes ?? {}, deployment) }
  const isWanted = (queueArn: string): boolean =>
    options.queues?.some((output) => deployment.outputs[output] === queueUrls[queueArn]) ?? true
  startEventSources(wiring, functions, (arn) => isFeedback(arn) && isWanted(arn), logError, limits)
  const feedbackUrls = feedback.flatMap(({ arn }) => queueUrls[arn] ?? [])
  if (options.feedbackFirst)
    await Promise.all(feedbackUrls.map((queueUrl) => untilEmpty(sqsClient, queueUrl)))
  startEventSources(wiring, functions, (arn) => !isFeedback(arn) && isWanted(arn), logError, limits)

  const schedules = createSchedules({
    schedules: found,
    fire: async (target, event) =>
      functions.find(({ definition }) => definition.arn === target)?.invoke(event),
    mode: 'manual',
  })
  return {
    tickSchedules: (at, output) =>
      schedules.tick(at, (arn) => output === undefined || arn.endsWith(`:${deployment.outputs[output]}`)),
    setClockOffset(milliseconds) {
      offset.current = milliseconds
    },
    metrics: () => log.metrics(),
    async heaps() {
      const sizes = functions.map(async (each) => [each.definition.name, await each.largestHeap()] as const)
      return Object.fromEntries(await Promise.all(sizes))
    },
    async usage() {
      const usages = functions.map(
        async (each) => [each.definition.environment.POWERTOOLS_SERVICE_NAME, await each.usage()] as const,
      )
      return Object.fromEntries(await Promise.all(usages))
    },
  }
}

function byUrl(
  sizes: Readonly<Record<string, number>>,
  { outputs }: Deployment,
): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(sizes).map(([output, size]) => [outputs[output], size]))
}

function functionsOf(
  deployment: Deployment,
  endpoints: WorkerOptions['endpoints'],
  { buffer: clockOffset }: ClockOffset,
  log: FunctionLog,
): LocalFunction[] {
  const { dynamodb, sqs, eventBridge, ses: providers } = endpoints
  const environment = sdkEnvironment({ dynamodb, sqs, eventBridge, providers })
  return defineFunctions(deployment, environment, localVariables({}, providers)).map(
    (definition) => new LocalFunction({ ...definition, clockOffset }, log),
  )
}

/** Waits for a queue to be worked off, but not for what fails and comes back. */
async function untilEmpty(client: SQSClient, QueueUrl: string): Promise<void> {
  const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] })
  for (const end = Date.now() + GRACE; Date.now() < end; await delay(LOOK)) {
    const { Attributes = {} } = await client.send(command)
    if (AttributeNames.every((name) => Number(Attributes[name] ?? 0) === 0)) return
  }
}

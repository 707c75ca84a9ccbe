import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ClockOffset } from '#infra/local/clock-offset.ts'
import { consumedQueues, startEventSources } from '#infra/local/event-sources.ts'
import { FunctionLog } from '#infra/local/function-log.ts'
import { defineFunctions, gatewayUrl, localVariables, sdkEnvironment } from '#infra/local/functions.ts'
import { LocalFunction } from '#infra/local/lambda.ts'
import { claim } from '#infra/local/process-file.ts'
import type { ProviderCall } from '#infra/local/providers/call.ts'
import type { Providers } from '#infra/local/providers/providers.ts'
import type { SmtpRelayOptions } from '#infra/local/providers/smtp-relay.ts'
import { type Routes, startRoutes } from '#infra/local/routes.ts'
import { createSchedules } from '#infra/local/schedules.ts'
import { type Boot, type Stores, startStores } from '#infra/local/stores.ts'
import { startStreamSources } from '#infra/local/stream-sources.ts'

export interface LocalCloudOptions {
  /** Everything is kept here; a later boot goes on from it. */
  readonly dataDirectory: string
  /** `event`: functions take the time from the events instead of from the wall. */
  readonly clock?: 'wall' | 'event'
  /** `manual`: schedules fire by `tickSchedules` only. */
  readonly schedules?: 'running' | 'manual'
  /**
   * `off`: nothing is written to tables' streams, no function is fed from them, and delivery streams keep nothing, which
   * makes a replay faster.
   */
  readonly streams?: 'running' | 'off'
  /** Called with each finished step. */
  readonly onProgress?: (step: string) => void
  /** Overrides variables of every function. */
  readonly functionEnvironment?: Readonly<Record<string, string>>
  /** A synthesized cloud assembly to play instead of synthesizing. */
  readonly assembly?: string
  /** Instead of the queues' own, so that tests of retries need not wait minutes. */
  readonly visibilityTimeoutSeconds?: number
  /** A real SMTP server that each accepted email is handed to as well. */
  readonly smtp?: SmtpRelayOptions
  /** `elsewhere`: another process runs them, by `startWorker`; this one has stores, queues, bus and providers. */
  readonly functions?: 'here' | 'elsewhere'
  /** Milliseconds from a call that a provider's double has accepted to what became of it @default none */
  readonly feedbackDelay?: number
  /** Is told of each call that a provider's double has accepted, before it is answered. */
  readonly onAccepted?: (call: ProviderCall) => void
}

export interface LocalCloud {
  /** Logical id of a CfnOutput → its value. */
  readonly outputs: Readonly<Record<string, string>>
  /** Variables that point any AWS SDK or CLI here. */
  readonly environment: Readonly<Record<string, string>>
  readonly endpoints: Readonly<
    Record<
      'dynamodb' | 'sqs' | 'eventBridge' | 'httpApi' | 'issuer' | 'ses' | 'sms' | 'gateway' | 'inbox',
      string
    >
  >
  /** What the doubles of email, SMS and gateway were asked, and how they can be made to fail. */
  readonly providers: Pick<Providers, 'calls' | 'setFaults' | 'webhooks'>
  /** Resolves when all consumed queues and streams are empty, no function runs and no feedback is under way. */
  settled(): Promise<void>
  /**
   * Fires every schedule once with this time and waits for it; rejects as the function did.
   * @param output names a function: only what calls it is fired
   */
  tickSchedules(at: Date, output?: string): Promise<void>
  /** Sets how far the time of functions and providers is ahead of the machine's, in milliseconds; timers keep theirs. */
  setClockOffset(milliseconds: number): void
  /** Sums of the functions' metrics by name since the start. */
  metrics(): Readonly<Record<string, number>>
  /** Everything the functions printed since the start. */
  logLines(): readonly string[]
  /** Ends everything; no process and no port is left. */
  stop(): Promise<void>
}

/**
 * How long `stop` lets invocations under way go on, and a start the feedback of an earlier run, in milliseconds; what
 * is cut off by the one is redelivered at the next boot.
 */
const GRACE = 5_000

/** Time between two looks of `settled`, in milliseconds. */
const LOOK = 25

/** Boots the deployment that the CDK app describes on loopback. A failed boot leaves nothing behind. */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const stops: (() => unknown)[] = []
  const stop = async (): Promise<void> => {
    for (let next = stops.pop(); next !== undefined; next = stops.pop()) await next()
  }
  const directory = path.resolve(options.dataDirectory)
  const boot: Boot = {
    directory,
    progress: options.onProgress ?? (() => {}),
    onStop: (action) => void stops.push(action),
  }
  try {
    mkdirSync(directory, { recursive: true })
    boot.onStop(claim(path.join(directory, 'cloud.pid')))
    return { ...(await assemble(boot, options)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function assemble(boot: Boot, options: LocalCloudOptions): Promise<Omit<LocalCloud, 'stop'>> {
  const log = new FunctionLog(path.join(boot.directory, 'logs'))
  const logError = (name: string, error: unknown): void => log.write(name, `${error}\n`)
  const streams = options.functions === 'elsewhere' ? 'off' : (options.streams ?? 'running')
  const offset = new ClockOffset()
  const now = (): Date => new Date(Date.now() + offset.current)
  const stores = await startStores(boot, { ...options, streams, now })
  const functions: LocalFunction[] = []
  const stopFunctions = (): Promise<unknown> => Promise.all(functions.map((each) => each.stop()))
  boot.onStop(stopFunctions)
  const routes = await startRoutes(boot, stores, functions, {
    ...(options.smtp && { smtp: options.smtp }),
    ...(options.onAccepted && { onAccepted: options.onAccepted }),
    ...(options.feedbackDelay && { feedbackDelay: options.feedbackDelay }),
    recording: streams !== 'off',
    now,
  })
  const environment = sdkEnvironment({
    dynamodb: stores.dynamodbUrl,
    sqs: stores.sqs.url,
    eventBridge: routes.eventBridgeUrl,
    providers: routes.providers.url,
  })
  const definitions =
    options.functions === 'elsewhere'
      ? []
      : defineFunctions(stores.deployment, environment, localVariables(options, routes.providers.url))
  const { buffer: clockOffset } = offset
  functions.push(...definitions.map((definition) => new LocalFunction({ ...definition, clockOffset }, log)))
  stores.httpApi.serve(stores.deployment, functions)

  // What is replayed in the events' time shall come out the same again: of two events of a customer, the one that was
  // sent first is decided first.
  const limits = options.clock === 'event' ? { concurrency: 1 } : {}
  const listen = (isMeant: (queueArn: string) => boolean): readonly string[] => {
    const queueNames = consumedQueues(stores.deployment, isMeant)
    if (options.functions === 'elsewhere') return queueNames
    const sources = startEventSources(stores, functions, isMeant, logError, limits)
    boot.onStop(async () => {
      const grace = setTimeout(stopFunctions, GRACE)
      const ended = Promise.all(sources.map((source) => source.stop()))
      stores.sqs.endPolls()
      await ended
      clearTimeout(grace)
    })
    return queueNames
  }
  // A boot hands out at once what was in flight, and a message in doubt is sent again when it was handed out often
  // enough: on AWS that takes minutes, in which the provider's word of it comes. So that word is listened to first.
  const isFeedback = (queueArn: string): boolean => routes.feedbackTargets.includes(queueArn)
  const feedbackQueues = listen(isFeedback)
  await routes.providers.resumeFeedback()
  if (options.functions !== 'elsewhere') await untilEmpty(stores, feedbackQueues)
  const queueNames = [...feedbackQueues, ...listen((queueArn) => !isFeedback(queueArn))]

  const streamSources = streams === 'off' ? [] : startStreamSources(boot, stores, functions, logError)
  boot.onStop(async () => {
    const grace = setTimeout(stopFunctions, GRACE)
    await Promise.all(streamSources.map((source) => source.stop()))
    clearTimeout(grace)
  })

  const schedules = createSchedules({
    schedules: routes.schedules,
    fire: (target, event) => routes.deliver(target, [JSON.stringify(event)]),
    mode: options.schedules ?? 'running',
    onError: logError,
  })
  boot.onStop(schedules.stop)
  boot.progress(`${functions.length} functions`)

  const isQuiet = (): boolean =>
    stores.sqs.depth(queueNames) === 0 &&
    functions.every(({ running }) => running === 0) &&
    routes.providers.pendingFeedback() === 0
  const { outputs } = stores.deployment
  return {
    outputs,
    environment,
    endpoints: endpoints(stores, routes),
    providers: routes.providers,
    // Twice, because a message may be on its way between two of the places that are looked at.
    async settled() {
      for (let found = true; found; ) {
        for (let quiet = 0; quiet < 2; await delay(LOOK)) quiet = isQuiet() ? quiet + 1 : 0
        const drained = await Promise.all(streamSources.map((source) => source.drained()))
        // What a stream brought just before it was asked may be on a queue by now.
        found = drained.includes(true) || !isQuiet()
      }
    },
    tickSchedules(at, output) {
      return schedules.tick(at, (arn) => output === undefined || arn.endsWith(`:${outputs[output]}`))
    },
    setClockOffset(milliseconds) {
      offset.current = milliseconds
    },
    metrics: () => log.metrics(),
    logLines: () => log.lines,
  }
}

/** Waits for queues to be worked off, but not for what fails and comes back. */
async function untilEmpty({ sqs }: Stores, queueNames: readonly string[]): Promise<void> {
  const end = Date.now() + GRACE
  while (sqs.depth(queueNames) > 0 && Date.now() < end) await delay(LOOK)
}

const endpoints = (stores: Stores, { eventBridgeUrl, providers }: Routes): LocalCloud['endpoints'] => ({
  dynamodb: stores.dynamodbUrl,
  sqs: stores.sqs.url,
  eventBridge: eventBridgeUrl,
  httpApi: stores.httpApi.url,
  issuer: stores.issuer.url,
  ses: providers.url,
  sms: providers.url,
  gateway: gatewayUrl(providers.url),
  inbox: providers.url,
})

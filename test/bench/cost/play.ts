import { setTimeout as delay } from 'node:timers/promises'
import type { BankEvent } from '#events/registry.ts'
import type { FunctionUsage } from '#infra/local/lambda.ts'
import type { Entry } from '#shared/publisher/limits.ts'
import { entriesOf, type Packing, publish } from '#test/bench/cost/publish.ts'
import type { CostStage } from '#test/bench/cost/stage.ts'
import type { Counted } from '#test/bench/meter/counts.ts'
import { mixEvents } from '#test/bench/mix/events.ts'
import { type MixKind, type MixShares, mixCounts, USUAL_SHARES } from '#test/bench/mix/kinds.ts'

/** One way to run the product. */
export interface Setting {
  readonly name: string
  readonly packing: Packing
  /** Records of one invocation of react-to-events. */
  readonly sqsBatch: number
  readonly shares?: MixShares
}

export interface PlayOptions {
  readonly events: number
  /** Events before them, that are not counted: bundles are loaded and caches filled. */
  readonly warmUp: number
  /** Milliseconds until everything must have come to rest. */
  readonly limit: number
  /** Whether all is on its queue before the functions start: then nothing hangs on who is faster. */
  readonly queuedFirst?: boolean
  /** Instead of the template's, beside that of the bank's events: outputs of queues → records. */
  readonly batchSizes?: Readonly<Record<string, number>>
}

/** What a run took, as the meters and the functions' process counted it. */
export interface Played {
  readonly events: number
  readonly kinds: Readonly<Record<MixKind, number>>
  readonly entries: readonly Entry[]
  readonly counted: Readonly<Record<keyof CostStage['meters'], Counted>>
  /** By name of the function's folder. */
  readonly functions: Readonly<Record<string, FunctionUsage>>
}

/** With what was counted before it, while each function read campaigns and settings for the first time. */
export interface WarmedUp extends Played {
  readonly warming: Played['counted']
}

type Metrics = Readonly<Record<string, number>>

const difference = (after: Metrics, before: Metrics): Metrics =>
  Object.fromEntries(Object.entries(after).map(([name, sum]) => [name, sum - (before[name] ?? 0)]))

const usageBetween = (after: FunctionUsage, before: FunctionUsage | undefined): FunctionUsage => ({
  invocations: after.invocations - (before?.invocations ?? 0),
  milliseconds: after.milliseconds - (before?.milliseconds ?? 0),
  cpu: after.cpu - (before?.cpu ?? 0),
  printedBytes: after.printedBytes - (before?.printedBytes ?? 0),
})

const take = (meters: CostStage['meters']): Played['counted'] => ({
  dynamodb: meters.dynamodb.take(),
  sqs: meters.sqs.take(),
  eventBridge: meters.eventBridge.take(),
  providers: meters.providers.take(),
})

const expected = ({ quiet, refused, message }: Readonly<Record<MixKind, number>>): Metrics => ({
  EventsAccepted: quiet + refused + message,
  EventsQuiet: quiet,
  EventsParked: 0,
  StaleEvents: 0,
  DecisionsRefused: refused,
  DecisionsWon: message,
  MessagesSent: message,
  Delivered: message,
})

/** @throws Error where the run did not come to exactly what its events say */
const verify = (metrics: Metrics, kinds: Readonly<Record<MixKind, number>>): void => {
  for (const [name, count] of Object.entries(expected(kinds)))
    if ((metrics[name] ?? 0) !== count) throw new Error(`${name}: ${metrics[name] ?? 0} instead of ${count}`)
}

/** A poll of functions that are gone takes what comes within its wait; nothing may come to it. */
const LAST_POLL_MS = 1_200

/** Each about another customer, as far as there are enough of them. */
const eventsOf = (stage: CostStage, from: number, to: number, shares: MixShares): BankEvent[] => {
  const { seed, customers } = stage.options
  return [...mixEvents({ seed, customers, run: 'cost', start: stage.start, from, to, shares })]
}

/**
 * Runs the product in one setting: functions are started, warmed up, and then get the events that count. The functions are
 * stopped after it, so that the next run can have another setting.
 */
export const play = async (stage: CostStage, setting: Setting, options: PlayOptions): Promise<WarmedUp> => {
  const { cloud, meters, publisher } = stage
  const { packing, sqsBatch, shares = USUAL_SHARES } = setting
  const { events, warmUp, limit, queuedFirst = false, batchSizes = {} } = options
  const first = stage.numbers.next
  stage.numbers.next += warmUp + events
  const send = async (from: number, to: number): Promise<readonly Entry[]> => {
    const entries = entriesOf(eventsOf(stage, from, to, shares), packing)
    await publish(publisher, cloud.connection.busName, entries)
    return entries
  }
  const start = () => cloud.startWorker(false, { BankEventsQueueUrl: sqsBatch, ...batchSizes })
  if (!queuedFirst) await start()
  await send(first, first + warmUp)
  await cloud.settle(limit)
  const warming = take(meters)
  const before = queuedFirst ? undefined : await cloud.usage()
  const metricsBefore = queuedFirst ? {} : await cloud.metrics()
  const entries = await send(first + warmUp, first + warmUp + events)
  if (queuedFirst) await start()
  await cloud.settle(limit)
  const after = await cloud.usage()
  const kinds = mixCounts(first + warmUp, first + warmUp + events, shares)
  verify(difference(await cloud.metrics(), metricsBefore), kinds)
  const counted = take(meters)
  await cloud.killWorker()
  await delay(LAST_POLL_MS)
  const functions = Object.entries(after?.functions ?? {}).map(
    ([name, usage]) => [name, usageBetween(usage, before?.functions[name])] as const,
  )
  return { events, kinds, entries, counted, warming, functions: Object.fromEntries(functions) }
}

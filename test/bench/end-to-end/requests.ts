import { type Played, play } from '#test/bench/cost/play.ts'
import { LARGEST_BATCHES, SHIPPED } from '#test/bench/cost/settings.ts'
import { openStage } from '#test/bench/cost/stage.ts'
import type { Counted } from '#test/bench/meter/counts.ts'

/** Requests that some events led to. Receives that found nothing hang on the time that passes and are none of them. */
export interface Requests {
  /** DynamoDB's. */
  readonly database: number
  /** Messages that functions put on queues, in batches. */
  readonly queued: number
  /** Receives and deletes by the pollers, which on AWS are Lambda's and billed. */
  readonly polled: number
  readonly providers: number
  /** PutEvents. */
  readonly published: number
}

/** How the bank publishes, by the name that tables have for it. */
export type Way = 'singly' | 'batches'

type ByOperation = Counted['requests']

const sum = (requests: ByOperation, isMeant: (operation: string) => boolean = () => true): number =>
  Object.entries(requests).reduce((total, [name, count]) => total + (isMeant(name) ? count : 0), 0)

const isPolling = (operation: string): boolean => /^SQS\.(Receive|Delete|ChangeMessage)/.test(operation)

/** @param counted what went through each meter */
export const requestsOf = ({ counted }: Pick<Played, 'counted'>): Requests => {
  const { dynamodb, sqs, providers, eventBridge } = counted
  const empty = sum(sqs.emptyReceives)
  return {
    database: sum(dynamodb.requests),
    queued: sum(sqs.requests, (operation) => !isPolling(operation)),
    polled: sum(sqs.requests, isPolling) - empty,
    providers: sum(providers.requests),
    published: sum(eventBridge.requests),
  }
}

export const allRequests = (requests: Requests): number =>
  Object.values(requests).reduce((total, count) => total + count, 0)

export interface CountOptions {
  readonly assembly: string
  readonly seed: number
  readonly events: number
  readonly campaigns: number
}

/** Milliseconds. */
const LIMIT = 120_000

/**
 * Plays events of as many customers on a cloud behind meters, published in both ways, and counts.
 * @throws Error where they did not lead to exactly what they should
 */
export const countRequests = async ({
  events,
  ...options
}: CountOptions): Promise<Readonly<Record<Way, Requests>>> => {
  const stage = await openStage({ ...options, customers: events, latency: false })
  const played = (setting: typeof SHIPPED) =>
    play(stage, setting, { events, warmUp: 0, limit: LIMIT, queuedFirst: true })
  try {
    const singly = requestsOf(await played(SHIPPED))
    return { singly, batches: requestsOf(await played(LARGEST_BATCHES)) }
  } finally {
    await stage.stop()
  }
}

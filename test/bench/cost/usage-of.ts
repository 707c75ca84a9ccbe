import type { FunctionUsage } from '#infra/local/lambda.ts'
import type { Usage } from '#test/bench/cost/bill.ts'
import type { Measured } from '#test/bench/cost/design.ts'
import type { Played } from '#test/bench/cost/play.ts'
import { deliveredBytes } from '#test/bench/cost/publish.ts'
import { publishWebhooksUsage } from '#test/bench/cost/publish-webhooks.ts'
import type { TemplateFacts } from '#test/bench/cost/template-facts.ts'

const SQS_CHUNK = 64 * 1024
const FIREHOSE_CHUNK = 5 * 1024
const MB = 1e6

/**
 * What Lambda itself logs of an invocation: `platform.start` and `platform.report` of a traced one in JSON, by their schema,
 * https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
 */
export const PLATFORM_LOG_BYTES = 500

/** Each invocation is billed to the next millisecond: half of one on average. */
const ROUNDED_UP_MS = 0.5

/** Of the requests beyond the first of each second, active tracing records so many. */
export const TRACED = 0.05

const sum = (values: Iterable<number>): number => {
  let total = 0
  for (const value of values) total += value
  return total
}

/** Each piece rounded up to whole chunks, in chunks. */
export const inChunks = (sizes: readonly number[], chunk: number): number =>
  sum(sizes.map((bytes) => Math.ceil(bytes / chunk)))

/** What Lambda, CloudWatch and X-Ray bill of functions that were called. */
export const functionsUsage = (
  functions: Readonly<Record<string, Omit<FunctionUsage, 'cpu'>>>,
  memory: TemplateFacts['memory'],
): Usage => {
  const all = Object.entries(functions)
  const invocations = sum(all.map(([, usage]) => usage.invocations))
  return {
    lambdaRequests: invocations,
    lambdaGbSeconds: sum(
      all.map(([name, usage]) => {
        const milliseconds = usage.milliseconds + ROUNDED_UP_MS * usage.invocations
        return (milliseconds / 1000) * ((memory[name] ?? 0) / 1024)
      }),
    ),
    logMegabytes:
      sum(all.map(([, usage]) => usage.printedBytes + PLATFORM_LOG_BYTES * usage.invocations)) / MB,
    traces: TRACED * invocations,
  }
}

/** What the bus, its archive and the stream for simulations take of the bank's entries. */
const busUsage = ({ entries, counted }: Played): Usage => {
  const sizes = entries.map(deliveredBytes)
  return {
    busChunks: counted.eventBridge.busChunks,
    archiveMegabytes: sum(sizes) / MB,
    firehoseMegabytes: (inChunks(sizes, FIREHOSE_CHUNK) * FIREHOSE_CHUNK) / MB,
  }
}

/**
 * Requests to queues: those of functions and pollers, as the meter saw them, and what EventBridge sends, an entry of the
 * bank or a provider's feedback each. Receives that find nothing are a standing cost (test/bench/cost/standing.ts).
 * @param feedbackQueue name of the queue that the providers' feedback comes to
 */
export const sqsRequestsOf = ({ entries, counted }: Played, feedbackQueue: string): number =>
  sum(Object.values(counted.sqs.sqsChunks)) +
  inChunks(entries.map(deliveredBytes), SQS_CHUNK) +
  (counted.sqs.received[feedbackQueue] ?? 0)

export interface Names {
  readonly campaignsTable: string
  readonly feedbackQueue: string
}

/** Read units beside those of the cached campaigns and settings, which hang on time and not on events. */
const readUnitsOf = ({ counted }: Played, { campaignsTable }: Names): number =>
  sum(
    Object.entries(counted.dynamodb.readUnits).map(([table, units]) =>
      table === campaignsTable ? 0 : units,
    ),
  )

/** What AWS bills of a run. */
export const usageOf = (played: Played, facts: TemplateFacts, names: Names): Usage => {
  const webhooks = publishWebhooksUsage(played)
  const functions = { ...played.functions, 'publish-webhooks': webhooks }
  return {
    ...busUsage(played),
    ...functionsUsage(functions, facts.memory),
    writeUnits: sum(Object.values(played.counted.dynamodb.writeUnits)),
    readUnits: readUnitsOf(played, names),
    sqsRequests: sqsRequestsOf(played, names.feedbackQueue),
  }
}

/** A run in the form that designs are compared in. */
export const measuredOf = (played: Played, facts: TemplateFacts, names: Names): Measured => {
  const called = Object.entries(played.functions).filter(([, { invocations }]) => invocations > 0)
  return {
    events: played.events,
    usage: usageOf(played, facts, names),
    requests: Object.assign({}, ...Object.values(played.counted).map(({ requests }) => requests)),
    cpuSeconds: Object.fromEntries(called.map(([name, { cpu }]) => [name, cpu / 1e6])),
    invocations: Object.fromEntries(called.map(([name, { invocations }]) => [name, invocations])),
  }
}

import type { FunctionUsage } from '#infra/local/lambda.ts'
import type { Played } from '#test/bench/cost/play.ts'

/** Steps of a message that is queued, sent and delivered: what the journal's stream hands on (messages and tasks only). */
const STEPS = 4

/** A table on demand begins with four partitions, and its stream with as many shards. */
const SHARDS = 4

/** The mapping gathers for a second (infra/constructs/publish-webhooks.ts). */
const WINDOW_SECONDS = 1

/** Events a second at which batches are as full as a batch window makes them: 42 million a day (the yardstick of 1996). */
export const EVENTS_A_SECOND = 500

/** Of an invocation without endpoints, in milliseconds and bytes: assumed. */
const DURATION_MS = 5
const PRINTED_BYTES = 400

/**
 * publish-webhooks is fed by the journal's stream, which the metered cloud of two processes does not run: its invocations
 * follow from the journal's writes, the mapping's filter and its window. The stream's own reads are free for Lambda.
 */
export const publishWebhooksUsage = ({
  events,
  kinds: { message },
}: Pick<Played, 'events' | 'kinds'>): FunctionUsage => {
  const windows = (events / EVENTS_A_SECOND / WINDOW_SECONDS) * SHARDS
  const invocations = Math.min(message * STEPS, windows)
  return {
    invocations,
    milliseconds: invocations * DURATION_MS,
    cpu: 0,
    printedBytes: invocations * PRINTED_BYTES,
  }
}

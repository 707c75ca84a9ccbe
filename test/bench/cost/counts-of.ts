import { type Played, type PlayOptions, play, type Setting } from '#test/bench/cost/play.ts'
import { namesOf, openStage } from '#test/bench/cost/stage.ts'
import { measuredOf } from '#test/bench/cost/usage-of.ts'
import type { BenchResult, Count } from '#test/bench/harness/bench.ts'
import { QUIET_ONLY } from '#test/bench/mix/kinds.ts'

const EVENTS = 300
const CUSTOMERS = 500
const CAMPAIGNS = 100

/** As the template has it, once for each way of publishing, and with events alone that lead to nothing. */
const SETTINGS: readonly Setting[] = [
  { name: 'single events', packing: 'singly', sqsBatch: 10 },
  { name: 'batches of 100', packing: 100, sqsBatch: 10 },
  { name: 'quiet ones alone', packing: 100, sqsBatch: 10, shares: QUIET_ONLY },
]

/** A message and a word of a provider at a time: who is faster changes nothing. */
const ONE_AT_A_TIME = { EmailServiceQueueUrl: 1, EmailMarketingQueueUrl: 1, FeedbackQueueUrl: 1 }

/** Long after a message is written down as sent: a word that came before it would be asked to come again, and counted twice. */
const FEEDBACK_DELAY_MS = 1_000

const SIZE: PlayOptions = {
  events: EVENTS,
  warmUp: 0,
  limit: 60_000,
  queuedFirst: true,
  batchSizes: ONE_AT_A_TIME,
}

/** What a short run has counted: units and requests of one run of each setting. */
export interface ShortRun {
  readonly name: string
  readonly played: Played
  readonly counts: readonly Count[]
}

const WRITES = ['UpdateItem', 'PutItem', 'TransactWriteItems', 'DeleteItem', 'BatchWriteItem']

/** @returns of 1,000 events, by what a person would call it */
const countsOfOne = (
  { name }: Setting,
  { events, counted, entries }: Played,
  usage: ReturnType<typeof measuredOf>['usage'],
): Count[] => {
  const writes = WRITES.reduce((sum, each) => sum + (counted.dynamodb.requests[`DynamoDB.${each}`] ?? 0), 0)
  const sums = {
    'write units': usage.writeUnits ?? 0,
    'read units': usage.readUnits ?? 0,
    'DynamoDB writes': writes,
    'SQS requests': usage.sqsRequests ?? 0,
    'bus chunks': usage.busChunks ?? 0,
    'bus entries': entries.length,
    invocations: usage.lambdaRequests ?? 0,
  }
  return Object.entries(sums).map(([what, sum]) => ({
    name: `${what} of 1,000 events, ${name}`,
    value: Number(((sum * 1000) / events).toFixed(2)),
  }))
}

/**
 * Plays a few events in the same way each time: all of them are queued before the functions start, one batch is under way
 * at a time, and what hangs on the clock (campaigns that are read anew) is left out.
 */
export const shortRun = async (options: {
  readonly assembly: string
  readonly seed: number
}): Promise<readonly ShortRun[]> => {
  const stage = await openStage({
    ...options,
    customers: CUSTOMERS,
    campaigns: CAMPAIGNS,
    latency: false,
    limits: { concurrency: 1 },
    feedbackDelay: FEEDBACK_DELAY_MS,
  })
  try {
    const runs: ShortRun[] = []
    for (const setting of SETTINGS) {
      const played = await play(stage, setting, SIZE)
      const { usage } = measuredOf(played, stage.facts, namesOf(stage))
      runs.push({ name: setting.name, played, counts: countsOfOne(setting, played, usage) })
    }
    return runs
  } finally {
    await stage.stop()
  }
}

/** The counts that CI holds to a budget: the same for the same seed, on every machine. */
export const countsOf = (runs: readonly ShortRun[]): BenchResult => ({
  notes: [`${EVENTS} events of each kind of publishing, ${CAMPAIGNS} live campaigns: counts only.`],
  timings: [],
  goals: [],
  counts: runs.flatMap(({ counts }) => counts),
})

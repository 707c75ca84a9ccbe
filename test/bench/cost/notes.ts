import { EVENTS_A_SECOND } from '#test/bench/cost/publish-webhooks.ts'
import { billOfMillion, type Named } from '#test/bench/cost/tables.ts'
import { PLATFORM_LOG_BYTES } from '#test/bench/cost/usage-of.ts'
import { AWS_LATENCY } from '#test/bench/meter/metered-cloud.ts'

export interface Told {
  readonly events: number
  readonly customers: number
  readonly campaigns: number
  readonly best: Named
  /** The usual design as the issue words it, and where it decides at signals only. */
  readonly usual: Named
  readonly least: Named
  /** Both without what an operator turns on or off (test/bench/cost/alike.ts). */
  readonly bare: { readonly best: Named; readonly usual: Named; readonly least: Named }
}

const ratio = (ours: Named, usual: Named): string =>
  (billOfMillion(ours.measured).dollars / billOfMillion(usual.measured).dollars).toFixed(3)

/** What was measured, derived and assumed, a sentence each. */
export const notesOf = ({
  events,
  customers,
  campaigns,
  best,
  usual,
  least,
  bare,
}: Told): readonly string[] => [
  `${events.toLocaleString('en')} events a setting after a warm-up, ${customers.toLocaleString('en')} known customers with profiles of 0.7 to 0.95 KB, ${campaigns} live campaigns; 97 % quiet, 3 % decided on and recorded, 1 % with an email that was sent, its feedback recorded. The run fails where anything else comes out.`,
  'Units are the ConsumedCapacity of the local DynamoDB for every request, refused conditions counted as one unit an item (two in a transaction).',
  `SQS: requests of functions and pollers as a meter between saw them, in 64 KB, and a send for each entry that EventBridge hands on; receives are as full as they were here, and a queue that is nearly empty gives fewer messages a receive. Empty receives are a standing cost.`,
  `Lambda: milliseconds measured here with DynamoDB answering after ${AWS_LATENCY.dynamodb} ms, SQS ${AWS_LATENCY.sqs}, SES ${AWS_LATENCY.providers} at least (assumed), one invocation of a function after the other; the local database's own time is in them, in every design, and more so on a busy machine. They are those of a whole core; a function of 1 GB has 0.58 of one, one of 512 MB half of that, so that what computes takes longer there, in either design.`,
  `publish-webhooks hangs on the journal's stream, which a metered cloud does not run: its calls are derived from ${EVENTS_A_SECOND} events a second (42 million a day), four shards and the mapping's window of a second.`,
  `Logs: what functions print, and ${PLATFORM_LOG_BYTES} bytes a call for what Lambda prints itself (assumed). Traces: 5 % of calls; the first of each second is at most 13 $ a month and function.`,
  'KMS: assumed to be a standing cost, because SQS reuses a data key for five minutes and DynamoDB, EventBridge and Firehose keep theirs; were it one request an entry of the bus, it would be 3 $ a million single events and a cent in batches of 500.',
  'Read units are without those of campaigns and settings that functions keep in memory: they hang on time, and stand below.',
  'The goals compare without archive, recording and traces in either, and with batches as the publisher makes them by default (BankEventBatch of 500, plain).',
  'SES takes 100 $ a million emails, 1 $ a million events, of either design, and is in neither sum.',
  `Archive, recording for simulations and tracing belong to how a design is operated: the usual design is charged for them here as ours is. With them the best setting costs ${ratio(best, usual)} of the usual design, without them in either ${ratio(bare.best, bare.usual)}; of the least that the usual design can cost, deciding at signals only, ${ratio(best, least)} and ${ratio(bare.best, bare.least)}.`,
]

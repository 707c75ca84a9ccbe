import { countAll, measureAll, type Sizes } from '#test/bench/end-to-end/measure.ts'
import { goals, latencyTable, memoryTable, requestsTable, speedTable } from '#test/bench/end-to-end/report.ts'
import { allRequests, type Requests } from '#test/bench/end-to-end/requests.ts'
import { CAMPAIGNS, SIZES } from '#test/bench/end-to-end/yardstick.ts'
import { assemblyFor } from '#test/bench/harness/assembly.ts'
import type { Bench, Count } from '#test/bench/harness/bench.ts'

const FULL: Sizes = {
  customers: 10_000,
  events: 20_000,
  warmUp: 2_000,
  counted: 1_000,
  light: 60,
  lightPerSecond: 2,
  updates: 6_000,
}

/** Events of a short run. */
const SHORT = 300

const notes = [
  `${FULL.customers.toLocaleString('en')} customers; of ${FULL.events.toLocaleString('en')} events 97 % are quiet, 3 % recorded, 1 % lead to an email whose feedback is recorded, too; every run is checked to have led to exactly that. Nobody has two events in one batch, which would share a write.`,
  'The bundles and settings that deploy, on the local cloud; journal streams (webhooks) and archive exports are off. All of it shares one machine: events/s are those of functions, bus, queues, providers’ doubles, database and publisher together.',
  'Events/s from the first PutEvents until no queue holds anything. CPU in seconds for 1,000 events. The worker process is what the engagement engine’s figures are compared with: all functions with their clients of database and queues, and the pollers, which on AWS are Lambda’s own. Bus, queues and providers (“cloud played”) and the database are emulations of what AWS does; nothing says whether the engine’s figures have its MySQL and Redis in them, so the last column has everything.',
  'Requests are counted in a run of their own by proxies before DynamoDB, SQS, providers and bus; receives that found nothing hang on time, not on events, and are left out. The engine’s figure is queries of its database alone.',
  'Latency runs from just before PutEvents to the call of the provider’s double, which notes it to the millisecond by the same clock. The template has no batching window for the bank’s events (ADR 32), so AWS adds what its bus, queue and tables take, and no window; nor does this count cold starts.',
  'The bare client makes the update of a quiet event over and over, 40 requests under way, unsigned and its answers unread: the local database’s ceiling on this machine.',
]

/**
 * Without the pollers', which look when they look; to a tenth, because whether two words of a provider share a batch is
 * chance, and a hundredth.
 */
const countOf = (campaigns: number, requests: Requests, way: string): Count => ({
  name: `requests an event to a tenth, ${campaigns} campaigns, ${way}`,
  value: Math.round(((allRequests(requests) - requests.polled) * 10) / SHORT) / 10,
})

/** From PutEvents to the provider's call, through everything that deploys. */
export const endToEnd: Bench = {
  title: 'End to end, on the local cloud',
  packages: ['fauxqs', '@aws-sdk/client-dynamodb'],
  run: async ({ short, ...options }) => {
    const assembly = await assemblyFor(options)
    if (short) {
      const requests = await countAll(SHORT, { ...options, assembly })
      const counts = SIZES.flatMap((size) => [
        countOf(CAMPAIGNS[size], requests[size].singly, 'single events'),
        countOf(CAMPAIGNS[size], requests[size].batches, 'BankEventBatch'),
      ])
      return { notes, timings: [], goals: [], counts }
    }
    const measured = await measureAll(FULL, { ...options, assembly })
    const tables = [speedTable, requestsTable, memoryTable, latencyTable].map((table) => table(measured))
    return { notes, timings: [], tables, goals: goals(measured) }
  },
}

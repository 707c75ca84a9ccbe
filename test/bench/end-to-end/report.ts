import type { EndToEnd, Measured } from '#test/bench/end-to-end/measure.ts'
import { percentile } from '#test/bench/end-to-end/percentile.ts'
import { allRequests, type Requests, type Way } from '#test/bench/end-to-end/requests.ts'
import type { Saturated } from '#test/bench/end-to-end/saturated.ts'
import {
  CAMPAIGNS,
  SIZES,
  type Size,
  TIMES,
  YARDSTICK,
  YARDSTICK_P50,
} from '#test/bench/end-to-end/yardstick.ts'
import type { BenchTable, Goal } from '#test/bench/harness/bench.ts'

const WAYS: readonly Way[] = ['singly', 'batches']
const NAMES: Readonly<Record<Way, string>> = { singly: 'single events', batches: 'BankEventBatch of 500' }

const whole = (value: number): string => Math.round(value).toLocaleString('en')
const seconds = (value: number): string => value.toFixed(2)

const rateOf = ({ events, seconds: all }: Saturated): number => events / all

const per1000 = ({ events }: Pick<Saturated, 'events'>, value: number): number => (value * 1000) / events

const rowsOf = <Row>(row: (size: Size, way: Way, name: string) => Row): Row[] =>
  SIZES.flatMap((size) => WAYS.map((way) => row(size, way, `${CAMPAIGNS[size]} campaigns, ${NAMES[way]}`)))

const yardstickRows = (cells: (of: (typeof YARDSTICK)[Size]) => readonly string[]): string[][] =>
  SIZES.map((size) => {
    const of = YARDSTICK[size]
    return [`engagement engine, ${of.campaigns} campaign${of.campaigns === 1 ? '' : 's'}`, ...cells(of)]
  })

const PARTIES = ['functions', 'worker process', 'cloud played', 'database', 'publisher', 'all']

/** In seconds for 1,000 events; functions are a part of their process. */
const timeCells = (run: Saturated): string[] => {
  const { functions, worker, cloud, database, publisher } = run.time
  const all = worker + cloud + database + publisher
  return [functions, worker, cloud, database, publisher, all].map((time) => seconds(per1000(run, time)))
}

const nothingOf = (count: number): string[] => Array.from({ length: count }, () => '')

export const speedTable = ({ measured, ceiling }: EndToEnd): BenchTable => ({
  head: ['saturated', 'events/s', ...PARTIES],
  rows: [
    ...rowsOf((size, way, name) => {
      const run = measured[size].runs[way]
      return [name, whole(rateOf(run)), ...timeCells(run)]
    }),
    [
      'bare client, updates alone',
      whole(ceiling.perSecond),
      ...nothingOf(3),
      seconds(ceiling.databaseSeconds),
      ...nothingOf(2),
    ],
    ...yardstickRows(({ eventsPerSecond, secondsPer1000 }) => [
      ...[`${eventsPerSecond}`, '', `${secondsPer1000}`],
      ...nothingOf(4),
    ]),
  ],
})

const requestCells = (requests: Requests, events: number): string[] =>
  [
    requests.database,
    requests.queued,
    requests.polled,
    requests.providers,
    requests.published,
    allRequests(requests),
  ].map((count) => (count / events).toFixed(3))

export const requestsTable = ({ measured, sizes }: EndToEnd): BenchTable => ({
  head: ['requests an event', 'DynamoDB', 'onto queues', 'pollers', 'providers', 'PutEvents', 'all'],
  rows: [
    ...rowsOf((size, way, name) => [name, ...requestCells(measured[size].requests[way], sizes.counted)]),
    ...yardstickRows(({ requestsPerEvent }) => ['', '', '', '', '', `${requestsPerEvent}`]),
  ],
})

export const memoryTable = ({ measured }: EndToEnd): BenchTable => ({
  head: ['resident MB, now and at most', 'worker process', 'cloud played', 'database'],
  rows: rowsOf((size, way, name) => {
    const { worker, cloud, database } = measured[size].runs[way].memory
    return [name, ...[worker, cloud, database].map(({ now, peak }) => `${whole(now)}, ${whole(peak)}`)]
  }),
})

export const latencyTable = ({ measured, sizes }: EndToEnd): BenchTable => ({
  head: [`ms from PutEvents to the provider, ${sizes.lightPerSecond} events/s`, 'p50', 'p95', 'slowest'],
  rows: [
    ...SIZES.map((size) => {
      const { latencies } = measured[size]
      const parts = [0.5, 0.95, 1].map((part) => whole(percentile(latencies, part)))
      return [`${CAMPAIGNS[size]} campaigns, ${latencies.length} events`, ...parts]
    }),
    ['engagement engine', `${YARDSTICK_P50}`, '', ''],
  ],
})

const goalsOf = (size: Size, { runs, requests }: Measured, counted: number): Goal[] => {
  const of = YARDSTICK[size]
  const place = `${CAMPAIGNS[size]} campaigns`
  const { singly, batches } = runs
  const rate = { bound: of.eventsPerSecond * TIMES.eventsPerSecond, direction: 'at least' } as const
  const most = (value: number, bound: number, name: string): Goal => ({
    ...{ name: `${name}, ${place}, ${NAMES.singly}`, value },
    ...{ bound: Math.round(bound * 100) / 100, direction: 'at most' },
  })
  return [
    most(
      per1000(singly, singly.time.worker),
      of.secondsPer1000 / TIMES.secondsPer1000,
      'CPU-seconds of the worker process for 1,000 events',
    ),
    most(
      allRequests(requests.singly) / counted,
      of.requestsPerEvent / TIMES.requestsPerEvent,
      'requests an event',
    ),
    { name: `events a second, ${place}, ${NAMES.singly}`, value: rateOf(singly), ...rate },
    { name: `events a second, ${place}, ${NAMES.batches}`, value: rateOf(batches), ...rate },
  ]
}

export const goals = ({ measured, sizes }: EndToEnd): Goal[] =>
  SIZES.flatMap((size) => goalsOf(size, measured[size], sizes.counted))

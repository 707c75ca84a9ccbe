import { type Cell, type CellCost, costOf, timesAsMuch } from '#test/bench/growth/cell.ts'
import { growthFigure } from '#test/bench/growth/figure.ts'
import { keptInMemory } from '#test/bench/growth/kept-in-memory.ts'
import { type PlayedBank, playBanks } from '#test/bench/growth/play-banks.ts'
import { assemblyFor } from '#test/bench/harness/assembly.ts'
import type { Bench, BenchOptions, BenchResult, BenchTable, Goal } from '#test/bench/harness/bench.ts'

interface Size {
  /** With the fewest campaigns. */
  readonly customers: readonly number[]
  /** The first one stands beside all numbers of customers, the others beside `crowd` of them. */
  readonly campaigns: readonly [number, ...number[]]
  /** One of `customers`. */
  readonly crowd: number
  readonly warmUp: number
  readonly rounds: number
  readonly events: number
}

const FULL: Size = {
  customers: [1_000, 10_000, 100_000, 1_000_000],
  campaigns: [10, 100, 1_000],
  crowd: 10_000,
  warmUp: 2_000,
  rounds: 7,
  events: 1_000,
}

const SHORT: Size = {
  customers: [200, 2_000],
  campaigns: [10, 50],
  crowd: 200,
  warmUp: 100,
  rounds: 1,
  events: 200,
}

const cellsOf = ({ customers, campaigns: [few, ...more], crowd }: Size): Cell[] => [
  ...customers.map((count) => ({ customers: count, campaigns: few })),
  ...more.map((campaigns) => ({ customers: crowd, campaigns })),
]

/** A bank, what it played and what that comes to. */
interface Row {
  readonly cost: CellCost
  readonly played: PlayedBank
}

/** Rows of one line of the plot: everything but the size along it is the same. */
interface Lines {
  readonly customers: readonly Row[]
  readonly campaigns: readonly Row[]
}

const linesOf = (rows: readonly Row[], { campaigns: [few], crowd }: Size): Lines => ({
  customers: rows.filter(({ cost }) => cost.campaigns === few),
  campaigns: rows.filter(({ cost }) => cost.customers === crowd),
})

const whole = (value: number): string => Math.round(value).toLocaleString('en')

const tableOf = (rows: readonly Row[]): BenchTable => ({
  head: [
    'customers',
    'live campaigns',
    'write units an event',
    'read units an event',
    'requests an event',
    'function CPU, µs an event',
    'local database CPU, µs an event',
    '$ a million events',
  ],
  rows: rows.map(({ cost }) => [
    whole(cost.customers),
    whole(cost.campaigns),
    cost.writeUnits.toFixed(3),
    cost.readUnits.toFixed(3),
    cost.requests.toFixed(2),
    whole(cost.functions),
    whole(cost.database),
    cost.dollarsPerMillion.toFixed(2),
  ]),
})

const ratioGoals = (rows: readonly Row[], what: string, cpu: number, counts?: number): Goal[] => {
  const [first, last] = [rows[0], rows.at(-1)]
  if (!first || !last) return []
  const goal = (name: string, value: number, bound: number): Goal => {
    return { name: `${what}: ${name}, largest to smallest`, value, bound, direction: 'at most' }
  }
  return [
    goal('function CPU an event', timesAsMuch(last.played.rounds, first.played.rounds), cpu),
    ...(counts === undefined
      ? []
      : [
          goal('write units an event', last.cost.writeUnits / first.cost.writeUnits, counts),
          goal('requests an event', last.cost.requests / first.cost.requests, counts),
        ]),
  ]
}

const notesOf = ({ warmUp, rounds, events }: Size): string[] => [
  `The mix of cost (97 % quiet, 3 % with a signal, 1 % with an email), single events, batches as the template has them. Each bank has a local cloud of its own, all run at once; after ${whole(warmUp)} events each to warm up they take turns in ${rounds} rounds of ${whole(events)} events, each beginning with another. Units and requests are sums, processor time is the median of rounds.`,
  'Events are drawn over all customers, nobody twice before everybody once. The first thousand customers are written through the database, the others into its file as their copies with ids of their own: the same profiles in every bank.',
  'Requests are those to DynamoDB, SQS, EventBridge and the providers; receives that found nothing are left out. Read units are those of customers, contacts and journal. Dollars are by the price sheet of cost, without what is due by the clock, with Lambda’s time as if functions only computed (a vCPU is 1,769 MB).',
  'The local database’s own time belongs to the laptop and is no part of a bill: its file and cache grow with the table.',
  'With more campaigns, a signal has more candidates, whose fates its decision records: write units and CPU of those 3 % of the events grow with the campaigns of the same trigger.',
]

const run = async (options: BenchOptions): Promise<BenchResult> => {
  const { short, seed, progress = () => {} } = options
  const size = short ? SHORT : FULL
  const cells = cellsOf(size)
  const assembly = await assemblyFor(options)
  const { warmUp, rounds, events } = size
  const played = await playBanks({ seed, assembly, cells, warmUp, rounds, events, progress })
  const rows = cells.flatMap((cell, number): Row[] => {
    const each = played[number]
    return each ? [{ cost: costOf(cell, each.rounds), played: each }] : []
  })
  const lines = linesOf(rows, size)
  const kept = keptInMemory(lines.campaigns.map(({ cost, played: bank }) => ({ ...cost, ...bank })))
  if (short) {
    const counts = rows.map(
      ({
        cost,
        played: {
          rounds: [only],
        },
      }) => ({
        name: `write units to profiles of ${events} events, ${cost.customers} customers, ${cost.campaigns} campaigns`,
        value: only?.profileWriteUnits ?? Number.NaN,
      }),
    )
    return { notes: notesOf(size), timings: [], goals: [], counts }
  }
  return {
    notes: [...notesOf(size), ...kept.notes],
    timings: [],
    tables: [tableOf(rows), kept.table],
    figures: [
      growthFigure(
        lines.customers.map(({ cost }) => cost),
        lines.campaigns.map(({ cost }) => cost),
      ),
    ],
    goals: [
      ...ratioGoals(lines.customers, 'customers', 1.15, 1.02),
      ...ratioGoals(lines.campaigns, 'campaigns', 1.25),
    ],
  }
}

/** What an event costs as the bank grows. */
export const growth: Bench = {
  title: 'Growth',
  packages: ['fauxqs'],
  run,
}

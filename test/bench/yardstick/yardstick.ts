import { type PlayOptions, play } from '#test/bench/cost/play.ts'
import { dollarsOf } from '#test/bench/cost/price-sheet.ts'
import { LARGEST_BATCHES, SHIPPED } from '#test/bench/cost/settings.ts'
import { type CostStage, openStage } from '#test/bench/cost/stage.ts'
import { type Standing, standingCosts } from '#test/bench/cost/standing.ts'
import { unitsOfLiveCampaigns } from '#test/bench/growth/live-campaigns-read.ts'
import { assemblyFor } from '#test/bench/harness/assembly.ts'
import type { Bench, BenchOptions, BenchResult, BenchTable } from '#test/bench/harness/bench.ts'
import { extrapolate, type Measured } from '#test/bench/launch/extrapolate.ts'
import { runAudience } from '#test/bench/yardstick/audience.ts'
import { BANK, DAY_SECONDS, peakOf, QUOTAS } from '#test/bench/yardstick/bank.ts'
import { type Day, dayOf, daysTable } from '#test/bench/yardstick/day.ts'
import { journalBytesAnEvent, storedOf } from '#test/bench/yardstick/storage.ts'

const FULL = { customers: 4_000, audience: 20_000, day: { events: 3_000, warmUp: 500, limit: 120_000 } }
const SHORT = { customers: 200, audience: 400, day: { events: 200, warmUp: 100, limit: 60_000 } }

const CAMPAIGNS = 20

const whole = (value: number): string => Math.round(value).toLocaleString('en')

interface Measuring {
  readonly days: readonly Day[]
  readonly standing: readonly Standing[]
  readonly journalBytes: number
}

const measureDays = async (stage: CostStage, size: PlayOptions): Promise<Measuring> => {
  const batched = await play(stage, LARGEST_BATCHES, size)
  const singly = await play(stage, SHIPPED, size)
  return {
    days: [dayOf('in batches of 500', batched, stage), dayOf('event by event', singly, stage)],
    standing: standingCosts(stage.facts, await unitsOfLiveCampaigns(stage.cloud.connection)),
    journalBytes: await journalBytesAnEvent(stage),
  }
}

const monthTable = (standing: readonly Standing[], seed: number, journalBytes: number): BenchTable => {
  const stored = storedOf(seed, journalBytes).map(({ what, gigabytes }) => {
    const dollars = dollarsOf('storageGbMonths', gigabytes)
    return { what: `${what}, GB`, quantity: gigabytes, dollars }
  })
  const lines = [...stored, ...standing]
  const total = lines.reduce((sum, { dollars }) => sum + dollars, 0)
  return {
    head: ['a month, whatever is published', 'quantity', '$'],
    rows: [
      ...lines.map(({ what, quantity, dollars }) => [what, whole(quantity), dollars.toFixed(2)]),
      ['sum', '', total.toFixed(2)],
    ],
  }
}

const peakTable = (days: readonly Day[]): BenchTable => {
  const peaks = days.map(({ needs }) => peakOf(needs))
  const row = (what: string, of: (peak: (typeof peaks)[number]) => number): string[] => [
    what,
    ...peaks.map((peak) => whole(of(peak))),
  ]
  return {
    head: ['events a second by the default quotas, us-east-1', ...days.map(({ name }) => name)],
    rows: [
      row(`${whole(QUOTAS.putEvents)} requests of PutEvents`, (peak) => peak.putEvents),
      row(
        `${whole(QUOTAS.busInvocations)} entries to targets, two targets each`,
        (peak) => peak.busInvocations,
      ),
      row(`${whole(QUOTAS.writeUnits)} write units a table`, (peak) => peak.writeUnits),
      row(`${whole(QUOTAS.environments)} environments at once`, (peak) => peak.environments),
      row('all of them', ({ all }) => all),
      ['seconds for a whole day’s events', ...peaks.map(({ all }) => whole(BANK.events / all))],
    ],
  }
}

const audienceTable = (launch: Measured, reach: Measured): BenchTable => {
  const [run, count] = [extrapolate(launch), extrapolate(reach)]
  const row = (what: string, of: (each: typeof run) => number, digits: number): string[] => [
    what,
    of(run).toFixed(digits),
    of(count).toFixed(digits),
  ]
  return {
    head: ['11 million customers, 100 workers', 'a launch', 'an exact count of its reach'],
    rows: [
      [
        'read units a customer',
        launch.readUnitsPerCustomer.toFixed(3),
        reach.readUnitsPerCustomer.toFixed(3),
      ],
      [
        'write units a customer',
        launch.writeUnitsPerCustomer.toFixed(3),
        reach.writeUnitsPerCustomer.toFixed(3),
      ],
      [
        'customers a second and worker, here',
        whole(launch.rate / launch.workers),
        whole(reach.rate / reach.workers),
      ],
      row('$ read units', ({ dollars }) => dollars.reads, 2),
      row('$ write units', ({ dollars }) => dollars.writes, 2),
      row('$ Lambda', ({ dollars }) => dollars.lambda, 2),
      row('$ queues', ({ dollars }) => dollars.queues, 2),
      row('$ in all', ({ dollars }) => dollars.all, 2),
      row('seconds by the workers', ({ seconds }) => seconds.byWorkers, 0),
      row('seconds by the table’s reads at least', ({ seconds }) => seconds.byReads, 0),
      row('seconds by the table’s writes at least', ({ seconds }) => seconds.byWrites, 0),
    ],
  }
}

const notesOf = ({ customers, audience, day }: typeof FULL, launch: Measured): string[] => [
  'The literature’s data warehouse of 1996: 11 million customers, 42 million events a day, a campaign query that took minutes and 20 dollars. The dollars are of their years, and are not compared.',
  `A day: ${whole(day.events)} events of the mix in each way of publishing (${whole(customers)} customers, ${CAMPAIGNS} live campaigns, batches as the template has them), their usage × ${whole(BANK.events / day.events)}. The bill is that of the bench of cost; what providers take for ${whole(BANK.events / 100)} emails a day is not in it.`,
  `${whole(BANK.events)} events a day are ${whole(BANK.events / DAY_SECONDS)} a second on average. An environment’s time is as measured here, with answers that take as long as AWS’s are assumed to. SQS’s pollers need minutes to reach so many environments.`,
  `Storage: the mean profile of the mix and its entry in the calendar, each with the 100 bytes that DynamoDB adds to an item; the journal is what the day’s runs have left there, for 13 months.`,
  `A launch: ${whole(audience)} customers decided and compared with the engine one by one, ${(100 * launch.messages).toFixed(1)} % of them got a message; and an exact count of the same audience. Workers are as fast as two local ones were beside the local database; a table’s quota bounds the time from below.`,
]

const run = async (options: BenchOptions): Promise<BenchResult> => {
  const { short, seed, progress = () => {} } = options
  const size = short ? SHORT : FULL
  const assembly = await assemblyFor(options)
  progress('days')
  const stage = await openStage({ assembly, seed, customers: size.customers, campaigns: CAMPAIGNS })
  const measured = await measureDays(stage, size.day).finally(() => stage.stop())
  progress('an audience')
  const { launch, reach } = await runAudience({ assembly, seed, customers: size.audience })
  const notes = notesOf(size, launch)
  if (short) {
    const of = `of ${size.audience} customers`
    const counts = [
      { name: `read units of a launch ${of}`, value: launch.readUnitsPerCustomer * size.audience },
      { name: `read units of an exact count ${of}`, value: reach.readUnitsPerCustomer * size.audience },
    ]
    return { notes, timings: [], goals: [], counts }
  }
  const { days, standing, journalBytes } = measured
  return {
    notes,
    timings: [],
    tables: [
      daysTable(days),
      peakTable(days),
      monthTable(standing, seed, journalBytes),
      audienceTable(launch, reach),
    ],
    goals: [],
  }
}

/** What the bank of the literature would pay here. */
export const yardstick: Bench = { title: 'The yardstick of 1996', packages: [], run }

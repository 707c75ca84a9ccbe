import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { QueueRecord } from '#functions/react-to-events/read-records.ts'
import { createMeteredClient } from '#shared/adapters/dynamodb/metered-client.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { Bench, BenchResult, BenchTable, Goal } from '#test/bench/harness/bench.ts'
import { measure, type Runner, type Timing } from '#test/bench/harness/rounds.ts'
import { mixCampaigns } from '#test/bench/mix/campaigns.ts'
import { mixCustomers } from '#test/bench/mix/customers.ts'
import { type MixShares, mixCounts, QUIET_ONLY, USUAL_SHARES } from '#test/bench/mix/kinds.ts'
import { answeredClient, answeredConfig } from '#test/bench/throughput/answers.ts'
import { floor, ownFloor, sdkFloor, type Update, updateOf } from '#test/bench/throughput/floor.ts'
import { MemoryTable, type StoredItem } from '#test/bench/throughput/memory-table.ts'
import { reactor } from '#test/bench/throughput/react.ts'
import { batchRecords, type Events, eventsOf, START, singleRecords } from '#test/bench/throughput/records.ts'
import { stages } from '#test/bench/throughput/stages.ts'
import { verify } from '#test/bench/throughput/verify.ts'

const FULL = { events: 2_000, sdkEvents: 1_000, campaigns: 200, rounds: 9 }
const SHORT = { events: 1_000, sdkEvents: 1_000, campaigns: 20, rounds: 0 }

type Batches = readonly (readonly QueueRecord[])[]

/** How the same events reach the function. */
interface Form {
  readonly batches: (events: Events) => Batches
  /**
   * As many as a batch has events, so that each event has a write of its own, and no more, so that an item is as warm
   * in the processor's memory as one that has just come over the network.
   */
  readonly customers: number
}

const FORMS = {
  '100 records of one event': { batches: (events) => singleRecords(events, 100), customers: 100 },
  'a record of 100 events': { batches: (events) => batchRecords(events, 100), customers: 100 },
  'a record of 500 events': { batches: (events) => batchRecords(events, 500), customers: 500 },
} satisfies Record<string, Form>
type FormName = keyof typeof FORMS
const formNames = Object.keys(FORMS) as FormName[]
const SINGLE: FormName = '100 records of one event'

const tableOf = (seed: number, form: FormName): MemoryTable => {
  const items = new Map<string, StoredItem>()
  for (const { customerId, profile } of mixCustomers(0, FORMS[form].customers, { seed, now: START }))
    items.set(customerId, marshall(profile))
  return new MemoryTable(items)
}

/** One kind of events, and everything that is measured with it. */
interface Setting {
  readonly seed: number
  readonly events: number
  readonly shares: MixShares
  readonly campaigns: readonly Campaign[]
}

const recordsOf = (setting: Setting, form: FormName) => {
  const events = eventsOf({ ...setting, customers: FORMS[form].customers })
  return { events, batches: FORMS[form].batches(events) }
}

/** Reacts to all events of one form, from the table as it was seeded; checked once before anybody measures it. */
const product = async (
  setting: Setting,
  form: FormName,
  table: MemoryTable,
  client: DynamoDBDocumentClient,
): Promise<() => Promise<unknown>> => {
  const { events, batches } = recordsOf(setting, form)
  const react = reactor(client, setting.campaigns)
  const run = () => {
    table.reset()
    return react(batches)
  }
  verify(events, await run(), table, mixCounts(0, setting.events, setting.shares))
  return run
}

/** The updates that the product makes of the events; one an event where they are quiet. */
const updatesOf = async (setting: Setting, form: FormName): Promise<readonly Update[]> => {
  const table = tableOf(setting.seed, form)
  const updates: Update[] = []
  const client = answeredClient(table, (input) => updates.push(updateOf(input)))
  await product(setting, form, table, client)
  return updates
}

const withoutSdk = async (setting: Setting, form: FormName, label: string): Promise<Runner[]> => {
  const table = tableOf(setting.seed, form)
  const updates = (await updatesOf(setting, form)).slice(0, setting.events)
  const { batches } = recordsOf(setting, form)
  const { events: signals } = setting
  return [
    { name: `floor: ${label}`, signals, run: floor(batches, updates) },
    {
      name: `react-to-events: ${label}`,
      signals,
      run: await product(setting, form, table, answeredClient(table)),
    },
  ]
}

const withSdk = async (setting: Setting, form: FormName, label: string): Promise<Runner[]> => {
  const table = tableOf(setting.seed, form)
  const updates = (await updatesOf(setting, form)).slice(0, setting.events)
  const { batches } = recordsOf(setting, form)
  const { documentClient } = createMeteredClient(answeredConfig(table))
  const { events: signals } = setting
  return [
    {
      name: `floor with the SDK: ${label}`,
      signals,
      run: sdkFloor(batches, updates, tableOf(setting.seed, form)),
    },
    {
      name: `react-to-events with the SDK: ${label}`,
      signals,
      run: await product(setting, form, table, documentClient),
    },
  ]
}

/**
 * What is measured together, in this order: a function in Lambda has one kind of client and one kind of records, and
 * code that has seen several is compiled for all of them.
 */
const groups = (seed: number, size: typeof FULL): (() => Promise<Runner[]>)[] => {
  const campaigns = mixCampaigns(size.campaigns, seed)
  const quiet = { seed, events: size.events, shares: QUIET_ONLY, campaigns }
  const mixed = { ...quiet, shares: USUAL_SHARES }
  const few = { events: size.sdkEvents }
  const mixLabel = `${SINGLE}, 97/3/1`
  const own = async (): Promise<Runner> => {
    const run = ownFloor(recordsOf(quiet, SINGLE).batches, await updatesOf(quiet, SINGLE))
    return { name: 'floor with our own marshalling', signals: quiet.events, run }
  }
  return [
    ...formNames.map((name) => () => withoutSdk(quiet, name, name)),
    async () => [...(await withoutSdk(mixed, SINGLE, mixLabel)), await own()],
    async () => [
      ...(await Promise.all(formNames.map((name) => withSdk({ ...quiet, ...few }, name, name)))).flat(),
      ...(await withSdk({ ...mixed, ...few }, SINGLE, mixLabel)),
    ],
  ]
}

const ratio = (timings: readonly Timing[], label: string, sdk: '' | ' with the SDK' = ''): number => {
  const of = (name: string): number =>
    timings.find((timing) => timing.name === name)?.nanoseconds ?? Number.NaN
  return of(`react-to-events${sdk}: ${label}`) / of(`floor${sdk}: ${label}`)
}

const ratioTable = (timings: readonly Timing[]): BenchTable => ({
  head: ['react-to-events, of its floor', 'without the SDK', 'with the SDK'],
  rows: [...formNames, `${SINGLE}, 97/3/1`].map((label) => [
    label,
    ratio(timings, label).toFixed(2),
    ratio(timings, label, ' with the SDK').toFixed(2),
  ]),
})

/** Where a quiet event's time goes: the whole beside its steps, in rounds of their own. */
const stageTable = async (seed: number, size: typeof FULL): Promise<BenchTable> => {
  const setting = { seed, events: size.events, shares: QUIET_ONLY, campaigns: [] }
  const [, whole] = await withoutSdk(setting, SINGLE, SINGLE)
  const records = recordsOf(setting, SINGLE).batches.flat()
  const steps = stages(records, await updatesOf(setting, SINGLE), tableOf(seed, SINGLE))
  const measured = [...(whole ? [whole] : []), ...steps]
  await warmUp(measured)
  const [all, ...timed] = await measure(measured, size.rounds)
  const total = all?.nanoseconds ?? Number.NaN
  const rest = total - timed.reduce((sum, { nanoseconds }) => sum + nanoseconds, 0)
  const row = (name: string, nanoseconds: number): string[] => [
    name,
    Math.round(nanoseconds).toLocaleString('en'),
    `${((100 * nanoseconds) / total).toFixed(0)} %`,
  ]
  return {
    head: ['a quiet event', 'ns', 'share'],
    rows: [
      ...timed.map(({ name, nanoseconds }) => row(name, nanoseconds)),
      row('the rest: by customer, promises, counters, garbage', rest),
      row('whole', total),
    ],
  }
}

const goalsOf = (timings: readonly Timing[]): Goal[] => [
  { name: 'time an event, of the floor', value: ratio(timings, SINGLE), bound: 2.5, direction: 'at most' },
  ...formNames.slice(1).map(
    (label): Goal => ({
      name: `time an event, of the floor: ${label}`,
      value: ratio(timings, label),
      bound: 2.5,
      direction: 'at most',
    }),
  ),
]

const notesOf = ({ events, campaigns }: typeof FULL): string[] => [
  `The bank of test/bench/mix: as many customers as a batch has events, with profiles of 0.7 to 0.95 KB; ${events.toLocaleString('en')} payments that lead to nothing (quiet), or with 3 signals and 1 message in a hundred (97/3/1); ${campaigns} live campaigns.`,
  'The real path from records to UpdateItem and back. DynamoDB is a table in memory that keeps every item, judges every condition and gives the item back as it is on the wire; its time is part of react-to-events’.',
  'Without the SDK: the client answers marshalled commands at once. Floor: JSON.parse of the bodies and marshall of each UpdateItem’s key and values by @aws-sdk/util-dynamodb, and nothing else.',
  'With the SDK: the whole client with its middleware, serialization and signatures; only the request handler answers from memory. Floor: JSON.parse of the bodies and the same UpdateItemCommands sent by a bare client.',
  'Checked before anything is measured: every event accepted, the planned messages on their queues, every account’s newest balance and every event’s trace in its month in the table.',
]

/** Until the engine has compiled what is hot; its compiling threads would be measured along. */
const WARM_UP_MS = 1_000

const warmUp = async (all: readonly Runner[]): Promise<void> => {
  for (const { run } of all)
    for (const end = performance.now() + WARM_UP_MS; performance.now() < end; ) await run()
}

const run = async ({ short, seed }: { short: boolean; seed: number }): Promise<BenchResult> => {
  const size = short ? SHORT : FULL
  const timings: Timing[] = []
  for (const group of groups(seed, size)) {
    const runners = await group()
    if (short) continue
    await warmUp(runners)
    timings.push(...(await measure(runners, size.rounds)))
  }
  if (short) return { notes: notesOf(size), timings: [], goals: [] }
  return {
    notes: notesOf(size),
    unit: 'event',
    timings,
    tables: [ratioTable(timings), await stageTable(seed, size)],
    goals: goalsOf(timings),
  }
}

/** How far react-to-events is from the least that an event can cost a core. */
export const throughput: Bench = {
  title: 'Throughput',
  packages: ['@aws-sdk/client-dynamodb', '@aws-sdk/util-dynamodb', 'zod'],
  run,
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deadLetters } from '#infra/local/dead-letters.ts'
import { LIVE_REVISION_KEY } from '#shared/tables/campaigns.ts'
import { type HostileEntry, hostileEntries } from '#test/support/hostile-events.ts'
import {
  type Engine,
  type Item,
  type Parked,
  parkedWork,
  startEngine,
} from '#test/support/local-cloud/engine.ts'
import { mixed, type PlainEntry, recordedStream } from '#test/support/recorded-stream.ts'

const good = recordedStream({ customers: 80, transactionsPerCustomer: 8, seed: 20 })
const hostile = hostileEntries({ count: 10_000, seed: 5 })

/** In two phases, because what the bank knows must be there before what happens is decided on. */
const publish = async ({ publish, cloud }: Engine, bad: readonly PlainEntry[]) => {
  const half = bad.length / 2
  await publish(mixed([...good.known, ...bad.slice(0, half)], 1))
  await cloud.settled()
  await publish(mixed([...good.happening, ...bad.slice(half)], 2))
  await cloud.settled()
}

/**
 * What differs from run to run: ids that providers make up, the time of the wall, and what a decision saw of balances,
 * which depends on the events that shared its batch (docs/adr/0001-registers.md). What it came to does not.
 */
const lasting = ({ history: _, providerMessageId: __, seen: ___, entry, ...item }: Item): Item => ({
  ...item,
  ...(item.action === 'seeded' ? {} : { entry }),
})

/** How far a channel's line reaches is a time of the wall. */
const isLine = ({ collection }: Item): boolean => collection === 'delivery'

/** Random, so that no two tables ever have the same. */
const isRevision = ({ collection }: Item): boolean => collection === LIVE_REVISION_KEY.collection

const isResult = ({ collection }: Item): boolean => String(collection).startsWith('results#')

/** What was counted in all: a provider's word is of the wall's day, its answer of the replay's, and either may be first. */
const countsIn = (items: readonly Item[]): Record<string, number> => {
  const sums: Record<string, number> = {}
  for (const { collection, entry, ...counts } of items.filter(isResult))
    for (const [name, count] of Object.entries(counts)) {
      const counter = `${collection} ${String(entry).replace(/[^#]+$/, name)}`
      sums[counter] = (sums[counter] ?? 0) + Number(count)
    }
  return sums
}

const TABLES = ['CustomersTable', 'ContactsTable', 'JournalTable', 'CampaignsTable', 'AuditTable'] as const

const tablesOf = async ({ items }: Engine) => {
  const tables = TABLES.map(
    async (table) => [table, [...(await items(table)).values()].map(lasting)] as const,
  )
  const read = Object.fromEntries(await Promise.all(tables)) as Record<(typeof TABLES)[number], Item[]>
  const { CampaignsTable } = read
  const kept = CampaignsTable.filter((item) => !isLine(item) && !isRevision(item) && !isResult(item))
  return { ...read, CampaignsTable: kept, results: countsIn(CampaignsTable) }
}

/** By marker, the text that must stand in what was parked: an entry's detail, or a member of its batch. */
const contentsOf = ({ marker, kind, entry: { Detail } }: HostileEntry): [string, string][] =>
  kind === 'batch-members'
    ? JSON.parse(Detail).data.events.map((member: unknown, i: number) => [
        `${marker}-${i}`,
        JSON.stringify(member),
      ])
    : [[marker, Detail]]

const MARKER = /hostile-5-\d+(?:-\d+)?/

describe('10,000 hostile entries among a thousand good ones', () => {
  let disturbed: Engine
  let parked: readonly Parked[]

  beforeAll(async () => {
    disturbed = await startEngine()
    await publish(
      disturbed,
      hostile.map(({ entry }) => entry),
    )
    parked = await parkedWork(disturbed)
  }, 180_000)

  afterAll(() => disturbed?.stop())

  it('leave all that the good ones lead to as it is without them', async () => {
    expect(good.known.length + good.happening.length).toBeGreaterThanOrEqual(1_000)
    const quiet = await startEngine()
    await publish(quiet, [])
    const expected = await tablesOf(quiet)
    await quiet.stop()
    expect(Object.keys(expected.results).length).toBeGreaterThan(10)
    expect(expected.JournalTable.filter(({ kind }) => kind === 'message').length).toBeGreaterThan(50)
    expect(await tablesOf(disturbed)).toEqual(expected)
  })

  it('are each parked once, with a reason and what they contained, and nothing else is', () => {
    const contents = hostile.flatMap(contentsOf)
    expect(contents).toHaveLength(hostile.reduce((sum, each) => sum + each.parked, 0))
    expect(parked).toHaveLength(contents.length)
    expect(parked.filter(({ reason }) => typeof reason !== 'string' || reason === '')).toEqual([])
    const payloads = new Map(parked.map(({ payload }) => [MARKER.exec(payload)?.[0], payload]))
    const lost = contents.filter(([marker, content]) => !payloads.get(marker)?.includes(content))
    expect(lost.map(([marker]) => marker)).toEqual([])
  })

  it('end in no dead-letter queue', async () => {
    expect(await deadLetters(disturbed.sqs, disturbed.cloud.outputs)).toEqual([])
  })
})

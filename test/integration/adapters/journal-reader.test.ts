import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createJournalReader } from '#shared/adapters/dynamodb/journal-reader.ts'
import type { JournalEntry } from '#shared/domain/message/journal-entry.ts'
import type { JournalPart, JournalReader } from '#shared/ports/journal-reader.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { anOccasion, journalOf } from '#test/support/builders/explained.ts'
import { aSignal } from '#test/support/builders/subjects.ts'
import { startTables, type Tables } from '#test/support/local-cloud/tables.ts'

let tables: Tables
let reader: JournalReader

const put = async (items: readonly object[]): Promise<void> => {
  for (const Item of items)
    await tables.documentClient.send(new PutCommand({ TableName: tables.name('JournalTable'), Item }))
}

/** Two campaigns speak about it, so each decision has two messages beside it. */
const campaigns = [aCampaign({ id: 'first' }), aCampaign({ id: 'second' })]

const decided = (customerId: string, signalId: string, at: string, eventId: string): JournalEntry[] =>
  journalOf(
    campaigns,
    anOccasion({ signal: aSignal({ id: signalId, at }), now: new Date(Date.parse(at) + 1000) }),
    eventId,
  ).map((entry) => ({ ...entry, customerId }))

const signalsIn = ({ entries }: JournalPart): string[] =>
  entries.flatMap(({ kind, signal }) => (kind === 'decision' ? [signal.id] : []))

const hour = (number: number): string => new Date(Date.UTC(2026, 5, 1) + number * 3_600_000).toISOString()

beforeAll(async () => {
  tables = await startTables()
  reader = createJournalReader(tables.documentClient, tables.name('JournalTable'))
  await put(Array.from({ length: 5 }, (_, n) => decided('many', `S${n}`, hour(n), `E${n}`)).flat())
  await put([
    ...decided('twins', 'LowBalance:E', hour(1), 'E'),
    ...decided('twins', 'LargeWithdrawal:E', hour(1), 'E'),
    ...decided('twins', 'Other:F', hour(1), 'F'),
  ])
  await put([...decided('twins-not', 'LowBalance:E', hour(1), 'E')])
})

afterAll(async () => {
  await tables?.stop()
})

describe('the newest decisions', () => {
  it('come whole, the last one last, and it is said that there are older ones', async () => {
    const part = await reader.newest('many', 2)
    expect(signalsIn(part)).toEqual(['S3', 'S4'])
    expect(part.entries.map(({ kind }) => kind)).toEqual([
      ...['decision', 'message', 'message'],
      ...['decision', 'message', 'message'],
    ])
    expect(part.older).toBe(true)
  })

  it.each([5, 6])('asked for %i, all five come, and no older ones are claimed', async (wanted) => {
    const part = await reader.newest('many', wanted)
    expect(part).toMatchObject({ older: false, unreadable: 0 })
    expect(signalsIn(part)).toEqual(['S0', 'S1', 'S2', 'S3', 'S4'])
  })

  it('of nobody are none', async () => {
    expect(await reader.newest('nobody', 10)).toEqual({ entries: [], older: false, unreadable: 0 })
  })

  it('are read over pages of the table', async () => {
    const padding = { padding: 'x'.repeat(300_000) }
    await put(
      Array.from({ length: 6 }, (_, n) => decided('pages', `S${n}`, hour(n), `E${n}`))
        .flat()
        .map((entry) => ({ ...entry, ...(entry.kind === 'decision' ? padding : {}) })),
    )
    expect(signalsIn(await reader.newest('pages', 6))).toHaveLength(6)
    expect(signalsIn(await reader.ofEvent('pages', 'E0'))).toEqual(['S0'])
    expect(signalsIn(await reader.ofEvent('pages', 'E5'))).toEqual(['S5'])
  })
})

describe('what one event led to', () => {
  it('comes with its messages, and without those of another decision at the same moment', async () => {
    const part = await reader.ofEvent('twins', 'F')
    expect(part.entries.map(({ kind, signal }) => `${kind} ${signal.id}`)).toEqual([
      'decision Other:F',
      'message Other:F',
      'message Other:F',
    ])
  })

  it('may be several decisions', async () => {
    expect(signalsIn(await reader.ofEvent('twins', 'E')).sort()).toEqual([
      'LargeWithdrawal:E',
      'LowBalance:E',
    ])
  })

  it('is nothing for an event of somebody else', async () => {
    expect(await reader.ofEvent('twins-not', 'F')).toEqual({ entries: [], older: false, unreadable: 0 })
  })
})

describe('what was decided about one signal', () => {
  it('comes with its messages, at its own moment only, and is nothing where nothing was', async () => {
    const part = await reader.ofSignal('twins', { id: 'Other:F', at: hour(1) })
    expect(signalsIn(part)).toEqual(['Other:F'])
    expect(part.entries).toHaveLength(3)
    const nothing = { entries: [], older: false, unreadable: 0 }
    expect(await reader.ofSignal('twins', { id: 'Other:F', at: hour(2) })).toEqual(nothing)
    expect(await reader.ofSignal('twins', { id: 'Other:G', at: hour(1) })).toEqual(nothing)
    expect(await reader.ofSignal('nobody', { id: 'Other:F', at: hour(1) })).toEqual(nothing)
  })
})

describe('entries that another release wrote', () => {
  it('are counted and passed over', async () => {
    const [decision, ...messages] = decided('old', 'S', hour(1), 'E')
    const foreign = { customerId: 'old', entry: `${hour(0)}#decision#Z`, kind: 'decision', eventId: 'Z' }
    await put([...(decision ? [decision] : []), ...messages, foreign])
    const part = await reader.newest('old', 10)
    expect(signalsIn(part)).toEqual(['S'])
    expect(part.unreadable).toBe(1)
    expect(await reader.ofEvent('old', 'Z')).toEqual({ entries: [], older: false, unreadable: 1 })
  })
})

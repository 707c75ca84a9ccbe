import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import {
  type RecordedEntry,
  readEntries,
  shuffled,
  withDuplicates,
} from '#infra/local/commands/replay/entries.ts'
import { UsageError } from '#infra/local/commands/terminal.ts'

const entry = (id: number, DetailType = 'TransactionPosted'): RecordedEntry => ({
  Source: 'bank.core',
  DetailType,
  Detail: '{}',
  eventIds: [`${DetailType}-${id}`],
})
const master = [entry(1, 'CustomerProfileChanged'), entry(2, 'AccountChanged'), entry(3, 'CardChanged')]
const transactions = Array.from({ length: 200 }, (_, id) => entry(id))
const ids = (entries: readonly RecordedEntry[]) => entries.flatMap(({ eventIds }) => eventIds)
const seeds = fc.integer()

describe('--shuffle', () => {
  it('mixes what happens and leaves master data in front, in its order', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const mixed = shuffled([...transactions.slice(0, 50), ...master, ...transactions.slice(50)], seed)
        expect(mixed.slice(0, 3)).toEqual(master)
        expect(ids(mixed).sort()).toEqual(ids([...master, ...transactions]).sort())
        expect(ids(mixed.slice(3))).not.toEqual(ids(transactions))
      }),
    )
  })

  it('is the same for the same seed, and another for another', () => {
    expect(ids(shuffled(transactions, 7))).toEqual(ids(shuffled(transactions, 7)))
    expect(ids(shuffled(transactions, 7))).not.toEqual(ids(shuffled(transactions, 8)))
  })
})

describe('--duplicate', () => {
  it('sends exactly that share twice, the second time behind the first', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(0, 0.05, 0.3, 1), (seed, fraction) => {
        const sent = withDuplicates(transactions, fraction, seed)
        expect(sent).toHaveLength(200 + 200 * fraction)
        const firsts = ids(sent).filter((id, place) => ids(sent).indexOf(id) === place)
        expect(firsts).toEqual(ids(transactions))
      }),
      { numRuns: 20 },
    )
  })
})

describe('a recorded file', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'bellwether-entries-'))
  afterAll(() => rmSync(directory, { recursive: true }))
  const file = (text: string): string => {
    const name = path.join(directory, 'entries.ndjson')
    writeFileSync(name, text)
    return name
  }

  const transaction = (eventId: string, occurredAt = '1993-01-01T12:00:00+01:00') => ({
    detailType: 'TransactionPosted',
    detail: {
      metadata: { eventId, occurredAt, version: 1 },
      data: {
        customerId: 'C1',
        accountId: 'A1',
        transactionId: eventId,
        amount: { minorUnits: 1, currency: 'CZK' },
        balanceAfter: { minorUnits: 1, currency: 'CZK' },
        kind: 'cash',
      },
    },
  })
  const line = ({ detailType, detail }: { detailType: string; detail: unknown }) => ({
    Source: 'bank.core',
    DetailType: detailType,
    Detail: JSON.stringify(detail),
  })

  it('is read with the id and time of each event', () => {
    const entryOf = line(transaction('E1'))
    expect(readEntries(file(`${JSON.stringify(entryOf)}\n\n`))).toEqual([
      { ...entryOf, eventIds: ['E1'], occurredAt: new Date('1993-01-01T11:00:00Z') },
    ])
  })

  it('keeps an entry that is no event, by its content and without a time: the system is to park it', () => {
    for (const Detail of [
      'not JSON',
      '{}',
      '{"metadata":{"eventId":"E1","occurredAt":"0001-01-01T00:00:00Z"}}',
    ])
      expect(readEntries(file(JSON.stringify({ Source: 'bank.core', DetailType: 'X', Detail })))).toEqual([
        { Source: 'bank.core', DetailType: 'X', Detail, eventIds: [`X ${Detail}`] },
      ])
  })

  it('gives no time to what is yet to come', () => {
    const [read] = readEntries(file(JSON.stringify(line(transaction('E1', '2999-01-01T00:00:00Z')))))
    expect(read).toMatchObject({ eventIds: ['E1'] })
    expect(read).not.toHaveProperty('occurredAt')
  })

  it('counts the members of a batch, good and bad', () => {
    const metadata = { eventId: 'B1', occurredAt: '1993-01-01T12:00:00Z', version: 1 }
    const batch = {
      detailType: 'BankEventBatch',
      detail: { metadata, data: { events: [transaction('E1'), {}] } },
    }
    const gzip = gzipSync(JSON.stringify(batch.detail.data.events)).toString('base64')
    const compressed = { ...batch, detail: { metadata, data: { gzip } } }
    for (const each of [batch, compressed])
      expect(readEntries(file(JSON.stringify(line(each))))).toMatchObject([{ eventIds: ['E1', '1 {}'] }])
  })

  it.each(['{', '{"Source":"bank.core"}', '[]'])(
    'is refused with the number of the line that is no entry: %s',
    (bad) => {
      const good = JSON.stringify(entry(1))
      expect(() => readEntries(file(`${good}\n${bad}\n`))).toThrow(UsageError)
      expect(() => readEntries(file(`${good}\n${bad}\n`))).toThrow(/:2 /)
    },
  )
})

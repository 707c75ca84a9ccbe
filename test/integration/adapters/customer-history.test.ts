import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createConsentProofs } from '#shared/adapters/dynamodb/consent-proofs.ts'
import { createCustomerHistory } from '#shared/adapters/dynamodb/customer-history.ts'
import type { CustomerHistory, HistoryQuery } from '#shared/ports/customer-history.ts'
import { capacityKey, conversionEntry, messageEntry } from '#shared/tables/journal.ts'
import { aMessage } from '#test/support/builders/messages.ts'
import { startTables, type Tables } from '#test/support/local-cloud/tables.ts'

let tables: Tables
let history: CustomerHistory

const hour = (number: number): Date => new Date(Date.UTC(2026, 5, 1, number))
const now = hour(48)
const later = Math.floor(hour(1000).getTime() / 1000)

const message = (number: number, padding = '') => ({
  ...aMessage({ customerId: 'C1', entry: messageEntry(hour(number), 'c', `S${number}`), expiresAt: later }),
  padding,
})
const conversion = {
  ...{ customerId: 'C1', entry: conversionEntry(hour(5), 'E5'), expiresAt: later, kind: 'conversion' },
  ...{ eventId: 'E5', at: hour(5).toISOString(), product: 'SAVINGS', attributed: [] },
}

beforeAll(async () => {
  tables = await startTables()
  history = createCustomerHistory(tables.documentClient, tables.name('JournalTable'))
  const items = [
    ...[0, 1, 2, 3, 4].map((number) => message(number)),
    conversion,
    { ...message(6), expiresAt: Math.floor(hour(47).getTime() / 1000) },
    { customerId: 'C1', entry: `${hour(7).toISOString()}#decision#Z`, kind: 'decision', expiresAt: later },
    { ...capacityKey('RM1', '2026-06-01'), kind: 'capacity', tasks: 3 },
  ]
  for (const Item of items)
    await tables.documentClient.send(new PutCommand({ TableName: tables.name('JournalTable'), Item }))
})
afterAll(() => tables?.stop())

const all = async (query: Partial<HistoryQuery> = {}): Promise<string[]> => {
  const found: string[] = []
  let before: string | undefined
  do {
    const page = await history.page({ customerId: 'C1', limit: 2, now, ...query, before })
    expect(page.entries.length).toBeLessThanOrEqual(query.limit ?? 2)
    found.push(...page.entries.map(({ kind, entry }) => `${entry.slice(11, 13)} ${kind}`))
    before = page.next
  } while (before !== undefined)
  return found
}

const messages = ['04 message', '03 message', '02 message', '01 message', '00 message']

describe('what happened to a customer', () => {
  it.each([1, 2, 3, 7, 100])(
    'comes newest first, each entry once, in pages of %i, without what has expired',
    async (limit) => {
      expect(await all({ limit })).toEqual(['07 unreadable', '05 conversion', ...messages])
    },
  )

  it('comes between two instants, the first included, the second not', async () => {
    expect(await all({ from: hour(1), to: hour(3) })).toEqual(['02 message', '01 message'])
    expect(await all({ from: hour(3) })).toEqual([
      '07 unreadable',
      '05 conversion',
      '04 message',
      '03 message',
    ])
    expect(await all({ from: hour(3), to: hour(3) })).toEqual([])
    expect(await all({ from: hour(4), to: hour(3) })).toEqual([])
  })

  it('comes by kind', async () => {
    expect(await all({ kind: 'message' })).toEqual(messages)
    expect(await all({ kind: 'message', limit: 1 })).toEqual(messages)
  })

  it('is nothing of a manager’s days, which stand in the same table', async () => {
    expect(await all({ customerId: capacityKey('RM1', '2026-06-01').customerId })).toEqual([])
  })
})

describe('proofs of consents', () => {
  it('come without the name and the addresses beside them', async () => {
    const Item = {
      ...{ customerId: 'C1', phone: '+420731055501', contact: { v: '1', fullName: 'Piimark' } },
      'proof:marketing:email': { v: '1', granted: true, at: '2026-01-01T00:00:00Z', proof: 'form 12' },
      'proof:service:phone': { v: '1', granted: false, at: '2026-01-02T00:00:00Z', proof: 'call 3' },
    }
    await tables.documentClient.send(new PutCommand({ TableName: tables.name('ContactsTable'), Item }))
    const proofs = createConsentProofs(tables.documentClient, tables.name('ContactsTable'))
    expect(await proofs.proofs('C1')).toEqual([
      { purpose: 'service', channel: 'phone', granted: false, at: '2026-01-02T00:00:00Z', proof: 'call 3' },
      { purpose: 'marketing', channel: 'email', granted: true, at: '2026-01-01T00:00:00Z', proof: 'form 12' },
    ])
    expect(await proofs.proofs('NOBODY')).toEqual([])
  })
})

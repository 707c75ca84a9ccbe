import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createConversionJournal } from '#shared/adapters/dynamodb/conversion-journal.ts'
import { createJournalReader } from '#shared/adapters/dynamodb/journal-reader.ts'
import { createResultsReader } from '#shared/adapters/dynamodb/results-reader.ts'
import type { Conversion } from '#shared/domain/results/conversion.ts'
import { touchesOf } from '#shared/domain/results/touches.ts'
import { decisionEntry, messageEntry } from '#shared/tables/journal.ts'
import { aMessage } from '#test/support/builders/messages.ts'
import { startTables, type Tables } from '#test/support/local-cloud/tables.ts'

let tables: Tables
beforeAll(async () => {
  tables = await startTables()
})
afterAll(() => tables?.stop())

const at = '2026-03-20T12:00:00.000Z'
const sentAt = '2026-03-10T12:00:00.000Z'
const results = () => ({
  campaignsTable: tables.name('CampaignsTable'),
  dayOf: async (day: Date) => day.toISOString().slice(0, 10),
})
const journal = () =>
  createConversionJournal({
    documentClient: tables.documentClient,
    journalTable: tables.name('JournalTable'),
    results: results(),
  })
const put = (Item: Record<string, unknown>) =>
  tables.documentClient.send(new PutCommand({ TableName: tables.name('JournalTable'), Item }))

const message = (customerId: string, campaignId: string) =>
  aMessage({
    ...{ customerId, campaignId, state: 'delivered', variant: 'b' },
    entry: messageEntry(new Date(sentAt), campaignId, 'S1'),
    history: [{ state: 'sent', at: sentAt }],
  })
const decision = (customerId: string, ...heldOut: string[]) => ({
  ...{ customerId, kind: 'decision', entry: decisionEntry(new Date(sentAt), 'S1'), decidedAt: sentAt },
  ...{ signal: { ...aMessage().signal, customerId }, result: 'holdout', gates: 1, won: [], refused: {} },
  ...{ scores: {}, seen: {}, messages: [], expiresAt: 1, heldOut },
})
const conversion = (customerId: string, eventId: string, changes: Partial<Conversion> = {}): Conversion => ({
  ...{ customerId, eventId, at, product: 'term-deposit' },
  ...changes,
})
const touches = async (customerId: string) =>
  touchesOf(await journal().history(customerId, new Date('2026-01-01T00:00:00Z'), new Date(at)))
const counted = (campaignId: string) =>
  createResultsReader(tables.documentClient, tables.name('CampaignsTable')).rows(campaignId, {})

describe('a conversion on the table', () => {
  it('is counted where the message was, with its amount, and written down once', async () => {
    const customerId = 'CONV-1'
    await put(message(customerId, 'conv-one'))
    const amount = { minorUnits: 12_345, currency: 'CZK' }
    const told = conversion(customerId, 'E1', { amount })
    expect(await journal().record(told, await touches(customerId))).toBe('recorded')
    expect(await journal().record(told, await touches(customerId))).toBe('recorded-before')
    expect(await counted('conv-one')).toEqual([
      {
        ...{ campaignVersion: 1, variant: 'b', channel: 'email', day: '2026-03-20' },
        ...{ counts: { converted: 1 }, minorUnits: { CZK: 12_345 } },
      },
    ])
    const more = conversion(customerId, 'E2', { amount })
    expect(await journal().record(more, await touches(customerId))).toBe('recorded')
    expect(await counted('conv-one')).toMatchObject([
      { counts: { converted: 1 }, minorUnits: { CZK: 24_690 } },
    ])
  })

  it('is counted for every control group that the decision held the customer out of', async () => {
    const customerId = 'CONV-2'
    await put(decision(customerId, 'conv-two@1', 'conv-three@4'))
    expect(await journal().record(conversion(customerId, 'E1'), await touches(customerId))).toBe('recorded')
    for (const [campaignId, campaignVersion] of [
      ['conv-two', 1],
      ['conv-three', 4],
    ] as const)
      expect(await counted(campaignId)).toMatchObject([
        { campaignVersion, variant: '_', channel: 'none', counts: { heldOutConverted: 1 } },
      ])
  })

  it('counts a message once for all of ten that come at once', async () => {
    const customerId = 'CONV-3'
    await put(message(customerId, 'conv-race'))
    const seen = await touches(customerId)
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, i) => journal().record(conversion(customerId, `E${i}`), seen)),
    )
    expect(outcomes.filter((outcome) => outcome === 'recorded')).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome === 'changed')).toHaveLength(9)
    expect(await counted('conv-race')).toMatchObject([{ counts: { converted: 1 } }])
  })

  it('is nothing that readers of decisions stumble over', async () => {
    const customerId = 'CONV-4'
    await put(decision(customerId))
    await journal().record(conversion(customerId, 'E1'), [])
    const reader = createJournalReader(tables.documentClient, tables.name('JournalTable'))
    const part = await reader.newest(customerId, 5)
    expect(part).toMatchObject({ entries: [{ kind: 'decision' }], unreadable: 0 })
    expect(await reader.ofEvent(customerId, 'E1')).toEqual({ entries: [], older: false, unreadable: 0 })
  })
})

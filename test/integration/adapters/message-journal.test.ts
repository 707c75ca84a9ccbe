import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localClientConfig } from '#infra/local/clients.ts'
import { startDynamoDb } from '#infra/local/dynamodb.ts'
import { createMessageJournal } from '#shared/adapters/dynamodb/message-journal.ts'
import { createResultsReader } from '#shared/adapters/dynamodb/results-reader.ts'
import { afterFailure } from '#shared/domain/delivery/fallback.ts'
import { PermanentError } from '#shared/domain/errors.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { messageStateSchema, messageTransitions } from '#shared/domain/message/lifecycle.ts'
import { type Counts, sumOfCounts } from '#shared/domain/results/result-row.ts'
import type { MessageJournal, Transition } from '#shared/ports/message-journal.ts'
import { campaignsTable } from '#shared/tables/campaigns.ts'
import { journalTable } from '#shared/tables/journal.ts'
import { aMessage } from '#test/support/builders/messages.ts'
import { createInMemoryJournal } from '#test/support/fakes/in-memory-journal.ts'

const TableName = 'journal'
const CAMPAIGNS = 'campaigns'
const at = new Date('2026-03-10T09:00:05.000Z')

interface Subject {
  readonly journal: MessageJournal
  /** What was counted of the campaign, over all days. */
  readonly counted: (campaignId: string) => Promise<Counts>
  readonly put: (message: MessageEntry) => Promise<unknown>
}

const directory = mkdtempSync(path.join(tmpdir(), 'bellwether-journal-'))
let stop = async (): Promise<void> => undefined
let table: DynamoDBDocumentClient

beforeAll(async () => {
  const dynamo = await startDynamoDb(directory)
  const client = new DynamoDBClient(localClientConfig(dynamo.url))
  stop = async () => {
    client.destroy()
    await dynamo.stop()
  }
  for (const { name, partitionKey, sortKey } of [journalTable, campaignsTable])
    await client.send(
      new CreateTableCommand({
        TableName: name,
        KeySchema: [
          { AttributeName: partitionKey, KeyType: 'HASH' },
          { AttributeName: sortKey, KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [partitionKey, sortKey].map((AttributeName) => ({
          AttributeName,
          AttributeType: 'S',
        })),
        BillingMode: 'PAY_PER_REQUEST',
      }),
    )
  table = DynamoDBDocumentClient.from(client)
})

afterAll(async () => {
  await stop()
  rmSync(directory, { recursive: true, force: true })
})

const inTables = () =>
  createMessageJournal(table, TableName, {
    campaignsTable: CAMPAIGNS,
    dayOf: async (day) => day.toISOString().slice(0, 10),
  })

const subjects: Readonly<Record<string, () => Subject>> = {
  'the journal table': () => ({
    journal: inTables(),
    counted: async (campaignId) => {
      const rows = await createResultsReader(table, CAMPAIGNS).rows(campaignId, {})
      return sumOfCounts(rows.map(({ counts }) => counts))
    },
    put: (Item) => table.send(new PutCommand({ TableName, Item })),
  }),
  'its fake': () => {
    const journal = createInMemoryJournal()
    return { journal, counted: async () => journal.counted, put: async (message) => journal.put(message) }
  },
}

describe.each(Object.keys(subjects))('%s', (name) => {
  const begin = async (message: MessageEntry): Promise<Subject> => {
    const subject = subjects[name]?.()
    if (!subject) throw new Error(name)
    await subject.put(message)
    return subject
  }
  const start = async (message: MessageEntry): Promise<MessageJournal> => (await begin(message)).journal

  const moves = messageStateSchema.options.flatMap((from) =>
    messageStateSchema.options.map((to) => ({ from, to, allowed: messageTransitions[from].includes(to) })),
  )

  it('moves a message exactly where the lifecycle lets it', async () => {
    for (const { from, to, allowed } of moves) {
      const message = aMessage({ customerId: `${from}-${to}`, state: from })
      const journal = await start(message)
      const result = await journal.transition(message, { to, at })
      expect(result).toEqual(allowed ? { moved: true } : { moved: false, state: from })
      expect((await journal.message(message))?.state).toBe(allowed ? to : from)
    }
  })

  it('releases only a message that is held, and until when it was seen to be', async () => {
    const heldUntil = '2026-03-11T07:10:00.000Z'
    const release = { to: 'queued', at, ifHeldUntil: heldUntil } as const
    const message = aMessage({ customerId: 'release', state: 'held', heldUntil })
    const journal = await start({ ...message, heldUntil: '2026-03-11T07:30:00.000Z' })
    expect(await journal.transition(message, release)).toEqual({ moved: false, state: 'held' })
    const sending = await start({ ...message, customerId: 'release-sending', state: 'sending' })
    const key = { ...message, customerId: 'release-sending' }
    expect(await sending.transition(key, release)).toEqual({ moved: false, state: 'sending' })
    const due = await start({ ...message, customerId: 'release-due' })
    expect(await due.transition({ ...message, customerId: 'release-due' }, release)).toEqual({ moved: true })
  })

  it('writes all that belongs to a move', async () => {
    const message = aMessage({ customerId: 'all' })
    const journal = await start(message)
    const inbox = { title: 't', text: 'x', locale: 'en' }
    await journal.transition(message, {
      to: 'delivered',
      through: ['sending', 'sent'],
      at,
      note: 'a-note',
      reason: 'a-reason',
      claim,
      ifAttempts: 0,
      providerMessageId: 'p1',
      inbox,
    })
    expect(await journal.message(message)).toEqual({
      ...message,
      state: 'delivered',
      attempts: 1,
      history: [
        ...message.history,
        { state: 'sending', at: at.toISOString() },
        { state: 'sent', at: at.toISOString() },
        { state: 'delivered', at: at.toISOString(), note: 'a-note' },
      ],
      reason: 'a-reason',
      providerMessageId: 'p1',
      inbox,
      claim,
    })
  })

  it('puts what takes a message’s place with its end, once', async () => {
    const message = aMessage({ customerId: 'next', campaignId: 'next', fallbacks: ['sms', 'inapp'] })
    const { journal, counted } = await begin(message)
    const next = afterFailure(message, 'unreachable', at)
    if (!next) throw new Error('nothing takes its place')
    const end = { to: 'failed', reason: 'unreachable', at, ifAttempts: 0, next } as const
    expect(await journal.transition(message, end)).toEqual({ moved: true })
    expect(await journal.message(next)).toMatchObject({ channel: 'sms', state: 'held', fallbacks: ['inapp'] })
    await journal.transition(next, { to: 'queued', at })
    // Done again it changes nothing, neither of the one nor of the other.
    expect(await journal.transition(message, end)).toEqual({ moved: false, state: 'failed' })
    expect((await journal.message(next))?.state).toBe('queued')
    expect(await counted(message.campaignId)).toMatchObject({ failed: 1 })
  })

  it('puts nothing where the message has moved on, and leaves one that is there as it is', async () => {
    const message = aMessage({ customerId: 'next-moved', fallbacks: ['sms'], attempts: 1 })
    const journal = await start(message)
    const next = afterFailure(message, 'unreachable', at)
    if (!next) throw new Error('nothing takes its place')
    const end = { to: 'failed', reason: 'unreachable', at, next } as const
    expect(await journal.transition(message, { ...end, ifAttempts: 0 })).toMatchObject({ moved: false })
    expect(await journal.message(next)).toBeUndefined()

    const other = aMessage({ customerId: 'next-there', fallbacks: ['sms'] })
    const { journal: second, put } = await begin(other)
    const there = { ...next, customerId: 'next-there', state: 'sent' } as const
    await put(there)
    expect(await second.transition(other, { ...end, next: { ...there, state: 'held' } })).toEqual({
      moved: true,
    })
    expect((await second.message(there))?.state).toBe('sent')
  })

  it('moves it only as it was seen', async () => {
    const message = aMessage({ customerId: 'seen', state: 'sending', attempts: 2 })
    const journal = await start(message)
    const resend = { to: 'sending', through: ['queued'], at, claim } as const
    expect(await journal.transition(message, { ...resend, ifAttempts: 1 })).toEqual({
      moved: false,
      state: 'sending',
    })
    expect(await journal.transition(message, { ...resend, ifAttempts: 2 })).toEqual({ moved: true })
  })

  describe('counts what a move is, and nothing else', () => {
    const sending = { to: 'sending', at, claim } as const
    const moves: Readonly<Record<string, readonly [...(readonly [Transition, Counts])[]]>> = {
      'a message that is sent and delivered': [
        [sending, {}],
        [{ to: 'sent', at }, { sent: 1 }],
        [
          { to: 'delivered', at },
          { sent: 1, delivered: 1 },
        ],
        [
          { to: 'delivered', at },
          { sent: 1, delivered: 1 },
        ],
        [
          { to: 'sent', at },
          { sent: 1, delivered: 1 },
        ],
      ],
      'feedback that is faster than the provider’s answer': [
        [sending, {}],
        [
          { to: 'delivered', at },
          { sent: 1, delivered: 1 },
        ],
        [
          { to: 'sent', at },
          { sent: 1, delivered: 1 },
        ],
        [
          { to: 'complained', at },
          { sent: 1, delivered: 1, complained: 1 },
        ],
        [
          { to: 'bounced', at },
          { sent: 1, delivered: 1, complained: 1 },
        ],
      ],
      'one for the inbox': [
        [
          { to: 'delivered', through: ['sending', 'sent'], at },
          { sent: 1, delivered: 1 },
        ],
      ],
      'a bounce of one in doubt': [
        [sending, {}],
        [
          { to: 'bounced', at },
          { sent: 1, bounced: 1 },
        ],
      ],
      'one that was never sent': [
        [{ to: 'held', at, heldUntil: at }, {}],
        [{ to: 'expired', at, reason: 'expired' }, { expired: 1 }],
        [{ to: 'cancelled', at }, { expired: 1 }],
      ],
      'one that another run has moved': [[{ ...sending, ifAttempts: 3 }, {}]],
    }

    it.each(Object.entries(moves))('%s', async (what, steps) => {
      const whole = name.length + what.length
      const message = aMessage({ customerId: what, campaignId: `counted-${whole}` })
      const { journal, counted } = await begin(message)
      for (const [transition, expected] of steps) {
        // What is known of the message is old by now; that must make no difference.
        await journal.transition(message, transition)
        expect(await counted(message.campaignId)).toEqual(expected)
        await journal.transition({ customerId: message.customerId, entry: message.entry }, transition)
        expect(await counted(message.campaignId)).toEqual(expected)
      }
    })

    it('once, whoever else does the same at once', async () => {
      const message = aMessage({ customerId: 'at once', campaignId: 'at-once', state: 'sending' })
      const { journal, counted } = await begin(message)
      const told = Array.from({ length: 10 }, () => journal.transition(message, { to: 'delivered', at }))
      expect((await Promise.all(told)).filter(({ moved }) => moved)).toHaveLength(1)
      expect(await counted('at-once')).toEqual({ sent: 1, delivered: 1 })
    })
  })

  it('marks what was heard of the customer once, in whatever state, and counts it', async () => {
    const campaignId = 'marked'
    const message = aMessage({ customerId: 'marked', campaignId, state: 'sending' })
    const { journal, counted } = await begin(message)
    const key = { customerId: message.customerId, entry: message.entry }
    const later = new Date('2026-03-11T09:00:05.000Z')
    expect(await journal.mark(message, 'clicked', at)).toEqual({ first: true })
    expect(await journal.mark(message, 'clicked', later)).toEqual({ first: false })
    expect(await journal.mark(message, 'opened', at)).toEqual({ first: true })
    await journal.transition(message, { to: 'delivered', at })
    expect(await journal.mark(key, 'replied', later)).toEqual({ first: true })
    expect(await journal.mark(key, 'opened', later)).toEqual({ first: false })
    expect(await journal.message(message)).toMatchObject({
      state: 'delivered',
      marks: { opened: at.toISOString(), clicked: at.toISOString(), replied: later.toISOString() },
    })
    expect(await counted(campaignId)).toEqual({ sent: 1, delivered: 1, opened: 1, clicked: 1, replied: 1 })
  })

  it('marks a message once, whoever else does so at once', async () => {
    const message = aMessage({ customerId: 'marks', campaignId: 'marks' })
    const { journal, counted } = await begin(message)
    const marks = Array.from({ length: 12 }, (_, i) =>
      journal.mark(message, i % 2 ? 'opened' : 'clicked', at),
    )
    expect((await Promise.all(marks)).filter((marked) => marked?.first)).toHaveLength(2)
    expect(await counted('marks')).toEqual({ opened: 1, clicked: 1 })
  })

  it('marks nothing that is not there', async () => {
    const { journal } = await begin(aMessage({ customerId: 'other' }))
    expect(await journal.mark({ customerId: 'nobody', entry: 'x' }, 'opened', at)).toBeUndefined()
    const gone = aMessage({ customerId: 'gone', campaignId: 'gone' })
    if (name === 'the journal table') expect(await journal.mark(gone, 'opened', at)).toEqual({ first: false })
  })

  it('keeps a claim only while the message is being sent', async () => {
    const message = aMessage({ customerId: 'claimed' })
    const journal = await start(message)
    await journal.transition(message, { to: 'sending', at, claim })
    expect(await journal.message(message)).toMatchObject({ state: 'sending', claim })
    await journal.transition(message, { to: 'sent', at })
    expect(await journal.message(message)).not.toHaveProperty('claim')
  })

  it('lets one of many concurrent runs win', async () => {
    const message = aMessage({ customerId: 'race' })
    const journal = await start(message)
    const runs = Array.from({ length: 10 }, () =>
      journal.transition(message, { to: 'sending', at, ifAttempts: 0, claim }),
    )
    expect((await Promise.all(runs)).filter(({ moved }) => moved)).toHaveLength(1)
    expect(await journal.message(message)).toMatchObject({ state: 'sending', attempts: 1 })
  })

  it('neither finds nor makes a message that is not there', async () => {
    const journal = await start(aMessage({ customerId: 'other' }))
    const nobody = { customerId: 'nobody', entry: 'nothing' }
    expect(await journal.message(nobody)).toBeUndefined()
    expect(await journal.transition(nobody, { to: 'sent', at })).toEqual({ moved: false, state: undefined })
    expect(await journal.message(nobody)).toBeUndefined()
  })
})

const claim = { by: 'record-1', at: '2026-03-10T09:00:01.000Z' }

describe('an item of the journal that is no message', () => {
  it('is refused by name', async () => {
    const key = { customerId: 'odd', entry: 'odd' }
    await table.send(new PutCommand({ TableName, Item: { ...key, kind: 'message', state: 'asleep' } }))
    await expect(inTables().message(key)).rejects.toEqual(new PermanentError('unreadable-message'))
  })
})

import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDecisionRecorder } from '#shared/adapters/dynamodb/decision-recorder.ts'
import { createDueIndex } from '#shared/adapters/dynamodb/due-index.ts'
import { createMessageJournal } from '#shared/adapters/dynamodb/message-journal.ts'
import { createUnsettledMessages } from '#shared/adapters/dynamodb/unsettled-messages.ts'
import type { DecisionRecord } from '#shared/domain/decision/decision-record.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import type { DueEntry, DuePages } from '#shared/ports/due-index.ts'
import type { Transition } from '#shared/ports/message-journal.ts'
import { type DueKind, dueAttributes } from '#shared/tables/journal.ts'
import { aMessage, decidedAt } from '#test/support/builders/messages.ts'
import { startTables, type Tables } from '#test/support/local-cloud/tables.ts'

let tables: Tables
let TableName: string

beforeAll(async () => {
  tables = await startTables()
  TableName = tables.name('JournalTable')
})
afterAll(() => tables?.stop())

/** A quarter of an hour, as issue 4 has it; in milliseconds. */
const QUARTER = 900_000
const at = new Date('2026-03-11T07:10:05.000Z')
const due = new Date('2026-03-11T07:00:00.000Z')
const heldUntil = new Date('2026-03-11T08:00:00.000Z')

const index = () => createDueIndex(tables.documentClient, TableName)
const unsettled = () => createUnsettledMessages(tables.documentClient, TableName)
const journal = () =>
  createMessageJournal(tables.documentClient, TableName, {
    campaignsTable: tables.name('CampaignsTable'),
    dayOf: async () => '2026-03-11',
  })

let customers = 0
const stored = async (changes: Partial<MessageEntry>, kind: DueKind = 'settle'): Promise<MessageEntry> => {
  const message = aMessage({ customerId: `S${++customers}`, ...changes })
  const Item = { ...message, ...dueAttributes(kind, message.customerId, due.toISOString()) }
  await tables.documentClient.send(new PutCommand({ TableName, Item }))
  return message
}
const seenOf = ({ customerId, entry }: MessageEntry): DueEntry => ({ customerId, entry, due })

/** Where a message stands: the kind, and when it is due. */
const placeOf = async ({
  customerId,
  entry,
}: MessageEntry): Promise<readonly [string, number] | undefined> => {
  const { Item } = await tables.documentClient.send(
    new GetCommand({ TableName, Key: { customerId, entry }, ConsistentRead: true }),
  )
  if (Item?.dueKey === undefined && Item?.due === undefined) return undefined
  return [String(Item.dueKey).replace(/#\d$/, ''), Date.parse(String(Item.due))]
}

const shownTo = async (shards: readonly DuePages[], { customerId }: MessageEntry): Promise<DueEntry[]> => {
  const found: DueEntry[] = []
  for (const pages of shards)
    for await (const page of pages) found.push(...page.filter((each) => each.customerId === customerId))
  return found
}

/** In a quarter of an hour by the wall clock, whatever time the message itself goes by. */
const inAQuarter = async (write: () => Promise<unknown>, message: MessageEntry): Promise<void> => {
  const before = Date.now()
  await write()
  const place = await placeOf(message)
  expect(place?.[0]).toBe('settle')
  expect(place?.[1]).toBeGreaterThanOrEqual(before + QUARTER)
  expect(place?.[1]).toBeLessThanOrEqual(Date.now() + QUARTER)
}

const claim = { by: 'record', at: at.toISOString() }

describe('a message that has not ended stands in the index', () => {
  it('from its decision on', async () => {
    const { documentClient, name } = tables
    const message = aMessage({ customerId: 'decided' })
    const { entry: _, expiresAt: __, ...plain } = message
    const recorder = createDecisionRecorder({
      documentClient,
      journalTable: TableName,
      customersTable: name('CustomersTable'),
      campaignsTable: name('CampaignsTable'),
    })
    const record: DecisionRecord = {
      decision: {
        ...{ customerId: 'decided', kind: 'decision', signal: message.signal, decidedAt, result: 'won' },
        ...{ gates: 1, won: [], refused: {}, scores: {}, seen: {}, messages: [] },
      },
      messages: [plain],
      tasks: [],
    }
    await inAQuarter(() => recorder.record(record, undefined), message)
    const [[, until] = ['', 0]] = [await placeOf(message)]
    expect(await shownTo(index().unsettledMessages(new Date(until - 1)), message)).toEqual([])
    expect(await shownTo(index().unsettledMessages(new Date(until)), message)).toHaveLength(1)
    expect(await shownTo(index().heldMessages(new Date(until)), message)).toEqual([])
  })

  it.each<[string, Partial<MessageEntry>, DueKind, Transition]>([
    ['released', { state: 'held' }, 'release', { to: 'queued', at }],
    ['put back because it was not taken', { state: 'sending' }, 'settle', { to: 'queued', at }],
    [
      'sent once more because of doubt',
      { state: 'sending' },
      'settle',
      { to: 'sending', through: ['queued'], at, claim },
    ],
  ])('anew when it is %s', async (_, changes, kind, transition) => {
    const message = await stored(changes, kind)
    await inAQuarter(() => journal().transition(message, transition), message)
    expect(await shownTo(index().heldMessages(new Date(8.64e15)), message)).toEqual([])
  })

  it.each<[string, Partial<MessageEntry>, Transition]>([
    ['taken up', { state: 'queued' }, { to: 'sending', at, claim }],
    ['sent', { state: 'sending' }, { to: 'sent', at, providerMessageId: 'P1' }],
  ])('where it stood when it is %s: that writes no index', async (_, changes, transition) => {
    const message = await stored(changes)
    expect(await journal().transition(message, transition)).toEqual({ moved: true })
    expect(await placeOf(message)).toEqual(['settle', due.getTime()])
  })

  it('among what is held when it is held', async () => {
    const message = await stored({ state: 'sending' })
    await journal().transition(message, { to: 'held', through: ['queued'], at, heldUntil })
    expect(await placeOf(message)).toEqual(['release', heldUntil.getTime()])
  })
})

describe('a message that ends leaves the index', () => {
  it.each<[MessageEntry['state'], DueKind, Transition]>([
    ['queued', 'settle', { to: 'expired', at }],
    ['queued', 'settle', { to: 'cancelled', at }],
    ['queued', 'settle', { to: 'failed', at }],
    ['queued', 'settle', { to: 'delivered', through: ['sending', 'sent'], at }],
    ['held', 'release', { to: 'expired', at }],
    ['sending', 'settle', { to: 'failed', at }],
    ['sending', 'settle', { to: 'bounced', at }],
    ['sending', 'settle', { to: 'complained', through: ['sent'], at }],
    ['sent', 'settle', { to: 'delivered', at }],
    ['sent', 'confirm', { to: 'delivered', at }],
    ['sent', 'confirm', { to: 'bounced', at }],
    ['sent', 'confirm', { to: 'complained', at }],
  ])('%s, under %s, by %j', async (state, kind, transition) => {
    const message = await stored({ state }, kind)
    expect(await journal().transition(message, transition)).toEqual({ moved: true })
    expect(await placeOf(message)).toBeUndefined()
  })
})

describe('what is looked after', () => {
  const later = new Date('2026-03-11T08:10:00.000Z')

  it.each(['settle', 'confirm'] as const)('is moved on, to %s', async (kind) => {
    const message = await stored({ state: 'sent' })
    expect(await unsettled().moveOn(seenOf(message), { kind, due: later })).toBe(true)
    expect(await placeOf(message)).toEqual([kind, later.getTime()])
    const found = kind === 'settle' ? index().unsettledMessages(later) : index().unconfirmedMessages(later)
    expect(await shownTo(found, message)).toEqual([{ ...seenOf(message), due: later }])
    expect(await journal().message(message)).toEqual(message)
  })

  it('may be looked after no more', async () => {
    const message = await stored({ state: 'sent' })
    expect(await unsettled().moveOn(seenOf(message), undefined)).toBe(true)
    expect(await placeOf(message)).toBeUndefined()
  })

  it('is moved on by one of many ticks that see it', async () => {
    const message = await stored({})
    const moves = Array.from({ length: 20 }, () =>
      unsettled().moveOn(seenOf(message), { kind: 'settle', due: later }),
    )
    expect((await Promise.all(moves)).filter((moved) => moved)).toHaveLength(1)
  })

  it('stays where it went meanwhile', async () => {
    const ended = await stored({ state: 'sent' })
    await journal().transition(ended, { to: 'delivered', at })
    expect(await unsettled().moveOn(seenOf(ended), { kind: 'settle', due: later })).toBe(false)
    expect(await placeOf(ended)).toBeUndefined()
    const held = await stored({ state: 'queued' })
    await journal().transition(held, { to: 'held', at, heldUntil })
    expect(await unsettled().moveOn(seenOf(held), { kind: 'settle', due: later })).toBe(false)
    expect(await placeOf(held)).toEqual(['release', heldUntil.getTime()])
    const nobody = { customerId: 'nobody', entry: 'nothing', due }
    expect(await unsettled().moveOn(nobody, { kind: 'settle', due: later })).toBe(false)
    expect(await journal().message(nobody)).toBeUndefined()
  })
})

describe('a message of which no word has come', () => {
  it('is unconfirmed, once, and says so; what comes later is written all the same', async () => {
    const message = await stored({ state: 'sent' }, 'confirm')
    const marks = Array.from({ length: 10 }, () => unsettled().markUnconfirmed(seenOf(message), at))
    expect((await Promise.all(marks)).filter((marked) => marked)).toHaveLength(1)
    const history = [...message.history, { state: 'sent', at: at.toISOString(), note: 'unconfirmed' }]
    expect(await journal().message(message)).toEqual({ ...message, unconfirmed: true, history })
    expect(await placeOf(message)).toBeUndefined()
    expect(await journal().transition(message, { to: 'delivered', at })).toEqual({ moved: true })
    expect(await journal().message(message)).toMatchObject({ state: 'delivered', unconfirmed: true })
  })

  it('is not that any more where the word was faster', async () => {
    const message = await stored({ state: 'sent' }, 'confirm')
    await journal().transition(message, { to: 'bounced', at })
    expect(await unsettled().markUnconfirmed(seenOf(message), at)).toBe(false)
    expect(await journal().message(message)).not.toHaveProperty('unconfirmed')
  })

  it('is none that is still looked after', async () => {
    const message = await stored({ state: 'queued' })
    expect(await unsettled().markUnconfirmed(seenOf(message), at)).toBe(false)
  })
})

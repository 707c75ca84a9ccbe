import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDecisionRecorder } from '#shared/adapters/dynamodb/decision-recorder.ts'
import { createJournalReader } from '#shared/adapters/dynamodb/journal-reader.ts'
import { MOST_WINNERS } from '#shared/domain/decision/arbitrate.ts'
import type { DecisionRecord } from '#shared/domain/decision/decision-record.ts'
import type { DecisionRecorder } from '#shared/ports/decision-recorder.ts'
import { capacityKey, journalExpiry } from '#shared/tables/journal.ts'
import { aMessage } from '#test/support/builders/messages.ts'
import { startTables, type Tables } from '#test/support/local-cloud/tables.ts'

let tables: Tables
const clients: DynamoDBClient[] = []

/** A recorder as another function instance has it: its own client, and nothing known of anybody's day. */
const aRecorder = (): DecisionRecorder => {
  const client = new DynamoDBClient(tables.clientConfig)
  clients.push(client)
  return createDecisionRecorder({
    documentClient: DynamoDBDocumentClient.from(client),
    journalTable: tables.name('JournalTable'),
    customersTable: tables.name('CustomersTable'),
    campaignsTable: tables.name('CampaignsTable'),
  })
}

beforeAll(async () => {
  tables = await startTables()
})

afterAll(async () => {
  for (const client of clients) client.destroy()
  await tables?.stop()
})

const day = '2026-06-01'
const decidedAt = `${day}T10:00:00.000Z`

interface Wanted {
  readonly line: readonly string[]
  readonly perManager: number
  /** How many tasks the decision makes. */
  readonly tasks?: number
}

/** A decision whose tasks are for whoever is in line. */
const decisionOf = (customerId: string, signalId: string, { line, perManager, tasks = 1 }: Wanted) => {
  const signal = { ...aMessage().signal, customerId, id: signalId, at: decidedAt }
  const origin = { customerId, campaignVersion: 1, signal, decidedAt }
  const record: DecisionRecord = {
    decision: {
      customerId,
      kind: 'decision',
      signal,
      decidedAt,
      result: 'won',
      gates: 2,
      won: [],
      refused: {},
      scores: {},
      seen: {},
      messages: [],
    },
    messages: [],
    tasks: Array.from({ length: tasks }, (_, n) => ({
      line,
      day,
      perManager,
      task: {
        ...origin,
        kind: 'task' as const,
        campaignId: `call-${n}`,
        title: { en: 'Call' },
        dueAt: '2026-06-02T10:00:00.000Z',
        state: 'open' as const,
        history: [],
      },
    })),
  }
  return record
}

/** How many tasks each one got; those in the queue under `queue`. */
const countTasks = async (...customers: readonly string[]): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const customer of customers)
    for (const { kind, assignee } of await tables.itemsOf('JournalTable', customer))
      if (kind === 'task') {
        const name = String(assignee ?? 'queue')
        counts[name] = (counts[name] ?? 0) + 1
      }
  return counts
}

const counterOf = async (manager: string) =>
  (await tables.itemsOf('JournalTable', capacityKey(manager, day).customerId))[0]

const range = (count: number): number[] => Array.from({ length: count }, (_, n) => n)

describe('managers’ capacity', () => {
  it('is filled exactly by eight parallel recorders, own manager first, then the next, then the queue', async () => {
    const wanted = { line: ['RM-1', 'RM-2', 'RM-3'], perManager: 7 }
    const recorders = range(8).map(aRecorder)
    const customers = range(40).map((n) => `P${n}`)
    await Promise.all(
      recorders.map(async (recorder, worker) => {
        for (const customer of customers.slice(worker * 5, worker * 5 + 5))
          expect(await recorder.record(decisionOf(customer, 'S', wanted), undefined)).toMatchObject({
            kind: 'recorded',
          })
      }),
    )
    expect(await countTasks(...customers)).toEqual({ 'RM-1': 7, 'RM-2': 7, 'RM-3': 7, queue: 19 })
    expect(await counterOf('RM-2')).toEqual({
      ...capacityKey('RM-2', day),
      kind: 'capacity',
      tasks: 7,
      expiresAt: journalExpiry(new Date(day)),
    })
  })

  it('is taken once by a signal that eight parallel recorders hear', async () => {
    const wanted = { line: ['RM-4'], perManager: 5 }
    const outcomes = await Promise.all(
      range(8).map(() => aRecorder().record(decisionOf('Q1', 'S', wanted), undefined)),
    )
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['recorded', ...Array(7).fill('recorded-before')])
    expect(await countTasks('Q1')).toEqual({ 'RM-4': 1 })
    expect(await counterOf('RM-4')).toMatchObject({ tasks: 1 })
  })

  it('is not asked for again by an event that comes again when the day is full', async () => {
    const wanted = { line: ['RM-5', 'RM-6'], perManager: 1 }
    const recorder = aRecorder()
    await recorder.record(decisionOf('Q2', 'S', wanted), undefined)
    expect(await recorder.record(decisionOf('Q2', 'S', wanted), undefined)).toMatchObject({
      kind: 'recorded-before',
    })
    expect(await countTasks('Q2')).toEqual({ 'RM-5': 1 })
    expect(await counterOf('RM-6')).toBeUndefined()
  })

  it('takes as many of one decision’s tasks as fit', async () => {
    const wanted = { line: ['RM-7', 'RM-8'], perManager: 3 }
    await aRecorder().record(decisionOf('Q3', 'S', { ...wanted, tasks: 1 }), undefined)
    await aRecorder().record(decisionOf('Q4', 'S', { ...wanted, tasks: 4 }), undefined)
    expect(await countTasks('Q4')).toEqual({ 'RM-7': 2, 'RM-8': 2 })
    expect(await counterOf('RM-7')).toMatchObject({ tasks: 3 })
  })

  it('is found for as many tasks as a decision can make, each for somebody else', async () => {
    const full = decisionOf('Q5', 'S', { line: [], perManager: 1, tasks: MOST_WINNERS })
    const each = { ...full, tasks: full.tasks.map((task, n) => ({ ...task, line: [`RM-5${n}`] })) }
    const contacts = { seen: [], next: [{ purpose: 'marketing', channel: 'email', at: 1 }] } as const
    expect(await aRecorder().record(each, contacts)).toMatchObject({ kind: 'recorded' })
    expect(Object.keys(await countTasks('Q5'))).toHaveLength(MOST_WINNERS)
  })

  it('is not taken by a decision that is to be taken again', async () => {
    const contacts = { seen: [], next: [{ purpose: 'marketing', channel: 'email', at: 1 }] } as const
    await aRecorder().record(decisionOf('Q6', 'S1', { line: [], perManager: 1 }), contacts)
    const late = decisionOf('Q6', 'S2', { line: ['RM-9'], perManager: 1 })
    expect(await aRecorder().record(late, contacts)).toMatchObject({ kind: 'contacts-changed' })
    expect(await counterOf('RM-9')).toBeUndefined()
  })

  it('is counted where no customer’s history is read', async () => {
    await aRecorder().record(decisionOf('Q7', 'S', { line: ['RM-10'], perManager: 1 }), undefined)
    const reader = createJournalReader(tables.documentClient, tables.name('JournalTable'))
    const { entries, unreadable } = await reader.newest('Q7', 10)
    expect(entries.map(({ kind }) => kind)).toEqual(['decision', 'task'])
    expect(unreadable).toBe(0)
  })
})

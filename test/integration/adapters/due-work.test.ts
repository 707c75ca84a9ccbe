import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDecisionRecorder } from '#shared/adapters/dynamodb/decision-recorder.ts'
import { createDueIndex } from '#shared/adapters/dynamodb/due-index.ts'
import { createMessageJournal } from '#shared/adapters/dynamodb/message-journal.ts'
import { createTaskJournal } from '#shared/adapters/dynamodb/task-journal.ts'
import { PermanentError } from '#shared/domain/errors.ts'
import type { MessageEntry, TaskEntry } from '#shared/domain/message/journal-entry.ts'
import type { DueEntry, DuePages } from '#shared/ports/due-index.ts'
import type { TaskJournal } from '#shared/ports/task-journal.ts'
import { dueAttributes } from '#shared/tables/journal.ts'
import { aHeldMessage, aMessage, aTask, decidedAt } from '#test/support/builders/messages.ts'
import { createInMemoryTasks } from '#test/support/fakes/in-memory-tasks.ts'
import { startTables, type Tables } from '#test/support/local-cloud/tables.ts'

let tables: Tables
let journalTable: string

beforeAll(async () => {
  tables = await startTables()
  journalTable = tables.name('JournalTable')
})

afterAll(() => tables?.stop())

const at = new Date('2026-03-11T07:10:05.000Z')
const index = () => createDueIndex(tables.documentClient, journalTable)
const messages = () =>
  createMessageJournal(tables.documentClient, journalTable, {
    campaignsTable: tables.name('CampaignsTable'),
    dayOf: async (at) => at.toISOString().slice(0, 10),
  })
const put = (Item: Record<string, unknown>) =>
  tables.documentClient.send(new PutCommand({ TableName: journalTable, Item }))
const putHeld = (message: MessageEntry) =>
  put({ ...message, ...dueAttributes('release', message.customerId, message.heldUntil ?? '') })
const putOpen = (task: TaskEntry) => put({ ...task, ...dueAttributes('task', task.customerId, task.dueAt) })

const entriesOf = async (pages: DuePages): Promise<DueEntry[]> => {
  const found: DueEntry[] = []
  for await (const page of pages) found.push(...page)
  return found
}
const allOf = async (shards: readonly DuePages[]): Promise<DueEntry[]> =>
  (await Promise.all(shards.map(entriesOf))).flat()

/** Customers whose entries an index shows, shard by shard in its order. */
const customersIn = async (shards: readonly DuePages[], prefix: string): Promise<string[][]> =>
  (await Promise.all(shards.map(entriesOf))).map((entries) =>
    entries.map(({ customerId }) => customerId).filter((customerId) => customerId.startsWith(prefix)),
  )
const heldAt = async (instant: string, prefix: string) =>
  (await customersIn(index().heldMessages(new Date(instant)), prefix)).flat()
const overdueAt = async (instant: string, prefix: string) =>
  (await customersIn(index().overdueTasks(new Date(instant)), prefix)).flat()

describe('a message that delivery holds back', () => {
  it('is found when its time has come, and not before', async () => {
    const message = aMessage({ customerId: 'NIGHT-1' })
    await put(message)
    const heldUntil = new Date('2026-03-11T07:00:00.000Z')
    const held = { to: 'held', at, heldUntil, note: 'quiet-hours' } as const
    expect(await messages().transition(message, held)).toEqual({ moved: true })
    expect(await messages().message(message)).toMatchObject({
      state: 'held',
      heldUntil: heldUntil.toISOString(),
    })
    expect(await heldAt('2026-03-11T06:59:59.999Z', 'NIGHT-')).toEqual([])
    expect(await heldAt('2026-03-11T07:00:00.000Z', 'NIGHT-')).toEqual(['NIGHT-1'])
    await messages().transition(message, { to: 'queued', at })
    expect(await heldAt('2026-03-11T07:00:00.000Z', 'NIGHT-')).toEqual([])
  })
})

describe('what a decision leaves behind to wait', () => {
  const record = async (customerId: string, message: MessageEntry, task: TaskEntry) => {
    const recorder = createDecisionRecorder({
      documentClient: tables.documentClient,
      journalTable,
      customersTable: tables.name('CustomersTable'),
      campaignsTable: tables.name('CampaignsTable'),
    })
    const signal = { ...message.signal, customerId }
    const { entry: _, expiresAt: __, ...plainMessage } = message
    const { entry: ___, expiresAt: ____, ...plainTask } = task
    const { campaignId, channel, heldUntil } = message
    await recorder.record(
      {
        decision: {
          ...{ customerId, kind: 'decision', signal, decidedAt, result: 'won', gates: 1 },
          ...{ won: [], refused: {}, scores: {}, seen: {} },
          messages: [{ campaignId, channel, ...(heldUntil === undefined ? {} : { heldUntil }) }],
        },
        messages: [{ ...plainMessage, customerId, signal }],
        tasks: [
          { task: { ...plainTask, customerId, signal }, line: ['RM1'], day: '2026-03-10', perManager: 20 },
        ],
      },
      undefined,
    )
  }

  it('is found when its time has come, with its key, and not before', async () => {
    await record('R1', aHeldMessage(), aTask())
    expect(await heldAt('2026-03-11T07:09:59.999Z', 'R1')).toEqual([])
    expect(await allOf(index().heldMessages(new Date('2026-03-11T07:10:00.000Z')))).toEqual([
      { customerId: 'R1', entry: aHeldMessage().entry, due: new Date('2026-03-11T07:10:00.000Z') },
    ])
    expect(await overdueAt('2026-03-10T12:59:59.999Z', 'R1')).toEqual([])
    expect(await overdueAt('2026-03-10T13:00:00.000Z', 'R1')).toEqual(['R1'])
  })

  it('is no message that goes out at once', async () => {
    await record('R2', aMessage(), aTask())
    expect(await heldAt('2999-01-01T00:00:00.000Z', 'R2')).toEqual([])
  })
})

describe('the index of what is due', () => {
  it('gives all of it, oldest first in each shard, however many pages that takes', async () => {
    const customers = Array.from({ length: 130 }, (_, i) => `P${String(i).padStart(3, '0')}`)
    const heldUntil = (customerId: string) =>
      new Date(Date.UTC(2026, 2, 11, 6, (Number(customerId.slice(1)) * 37) % 60)).toISOString()
    await Promise.all(
      customers.map((customerId) => putHeld(aHeldMessage({ customerId, heldUntil: heldUntil(customerId) }))),
    )
    const shards = await customersIn(index().heldMessages(at), 'P')
    expect(shards.flat().sort()).toEqual(customers)
    expect(shards.filter((shard) => shard.length > 25).length).toBeGreaterThan(1)
    for (const shard of shards) expect(shard.map(heldUntil)).toEqual(shard.map(heldUntil).sort())
  })

  it.each(['queued', 'expired', 'cancelled'] as const)('forgets a message that is %s', async (to) => {
    const message = aHeldMessage({ customerId: `M-${to}` })
    await putHeld(message)
    expect(await heldAt(at.toISOString(), 'M-')).toEqual([`M-${to}`])
    expect(await messages().transition(message, { to, at })).toEqual({ moved: true })
    expect(await heldAt(at.toISOString(), 'M-')).toEqual([])
  })

  it('keeps a message that could not be moved', async () => {
    const message = aHeldMessage({ customerId: 'K1' })
    await putHeld(message)
    await messages().transition(message, { to: 'sending', at })
    expect(await heldAt(at.toISOString(), 'K1')).toEqual(['K1'])
  })

  it('forgets a task that is escalated', async () => {
    const task = aTask({ customerId: 'T1' })
    await putOpen(task)
    expect(await overdueAt(at.toISOString(), 'T1')).toEqual(['T1'])
    await createTaskJournal(tables.documentClient, journalTable).escalate(task, {
      at,
      to: undefined,
      note: 'overdue',
    })
    expect(await overdueAt(at.toISOString(), 'T1')).toEqual([])
  })
})

interface Subject {
  readonly journal: TaskJournal
  readonly put: (task: TaskEntry) => Promise<unknown>
}
const subjects: Readonly<Record<string, () => Subject>> = {
  'the tasks of the journal table': () => ({
    journal: createTaskJournal(tables.documentClient, journalTable),
    put: putOpen,
  }),
  'their fake': () => {
    const journal = createInMemoryTasks()
    return { journal, put: async (task) => journal.put(task) }
  },
}

describe.each(Object.keys(subjects))('%s', (name) => {
  const start = async (task: TaskEntry): Promise<TaskJournal> => {
    const subject = subjects[name]?.()
    if (!subject) throw new Error(name)
    await subject.put(task)
    return subject.journal
  }

  it.each([
    ['to its head', 'HEAD1', { escalatedTo: 'HEAD1' }],
    ['to nobody', undefined, {}],
  ])('escalate an open one %s, and write all that belongs to it', async (_, to, escalated) => {
    const task = aTask({ customerId: `E-${to}` })
    const journal = await start(task)
    expect(await journal.escalate(task, { at, to, note: 'overdue' })).toBe(true)
    expect(await journal.task(task)).toEqual({
      ...task,
      ...escalated,
      state: 'escalated',
      history: [...task.history, { state: 'escalated', at: at.toISOString(), note: 'overdue' }],
    })
  })

  it.each(['escalated', 'done'] as const)('leave one as it is that is %s', async (state) => {
    const task = aTask({ customerId: `L-${state}`, state })
    const journal = await start(task)
    expect(await journal.escalate(task, { at, to: 'HEAD1', note: 'overdue' })).toBe(false)
    expect(await journal.task(task)).toEqual(task)
  })

  it('let one of many concurrent runs win', async () => {
    const task = aTask({ customerId: 'race' })
    const journal = await start(task)
    const runs = Array.from({ length: 20 }, () =>
      journal.escalate(task, { at, to: 'HEAD1', note: 'overdue' }),
    )
    expect((await Promise.all(runs)).filter((escalated) => escalated)).toHaveLength(1)
    expect((await journal.task(task))?.history).toHaveLength(2)
  })

  it('neither find nor make one that is not there', async () => {
    const journal = await start(aTask({ customerId: 'another' }))
    const nobody = { customerId: 'nobody', entry: 'nothing' }
    expect(await journal.task(nobody)).toBeUndefined()
    expect(await journal.escalate(nobody, { at, to: undefined, note: 'overdue' })).toBe(false)
    expect(await journal.task(nobody)).toBeUndefined()
  })
})

describe('a task as an earlier release wrote it', () => {
  const journal = () => createTaskJournal(tables.documentClient, journalTable)

  it('is escalated, too, though it has no history', async () => {
    const { history: _, ...task } = aTask({ customerId: 'old' })
    await put({ ...task, ...dueAttributes('task', task.customerId, task.dueAt) })
    await journal().escalate(task, { at, to: 'HEAD1', note: 'overdue' })
    expect((await journal().task(task))?.history).toHaveLength(1)
  })

  it('is refused by name where it is none', async () => {
    const key = { customerId: 'odd', entry: 'odd-task' }
    await put({ ...key, kind: 'task', state: 'asleep' })
    await expect(journal().task(key)).rejects.toEqual(new PermanentError('unreadable-task'))
  })
})

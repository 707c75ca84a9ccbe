import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDecisionRecorder } from '#shared/adapters/dynamodb/decision-recorder.ts'
import { createTaskDesk } from '#shared/adapters/dynamodb/task-desk.ts'
import { createTaskJournal } from '#shared/adapters/dynamodb/task-journal.ts'
import type { TaskEntry } from '#shared/domain/message/journal-entry.ts'
import type { AuditEntry } from '#shared/ports/audit.ts'
import type { TaskDesk, TaskList } from '#shared/ports/task-desk.ts'
import { assigneeKey, dueAttributes } from '#shared/tables/journal.ts'
import { mergeParts, type TaskCursor } from '#shared/use-cases/tasks/merge-parts.ts'
import { aTask, decidedAt } from '#test/support/builders/messages.ts'
import { createInMemoryTaskDesk } from '#test/support/fakes/in-memory-task-desk.ts'
import { startTables, type Tables } from '#test/support/local-cloud/tables.ts'

let tables: Tables

beforeAll(async () => {
  tables = await startTables()
})
afterAll(() => tables?.stop())

const at = new Date('2026-03-10T12:00:00.000Z')
let requests = 0
const audit = (task: TaskEntry): AuditEntry => ({
  subject: `customer#${task.customerId}`,
  action: 'task-taken',
  at,
  caller: { userId: 'u-1', name: 'jana', groups: ['relationship-manager'] },
  requestId: `R${++requests}`,
})

const realDesk = (): TaskDesk =>
  createTaskDesk(tables.documentClient, {
    journalTable: tables.name('JournalTable'),
    auditTable: tables.name('AuditTable'),
    results: { campaignsTable: tables.name('CampaignsTable'), dayOf: async () => '2026-03-10' },
  })

const putWaiting = (task: TaskEntry) =>
  tables.documentClient.send(
    new PutCommand({
      TableName: tables.name('JournalTable'),
      Item: {
        ...task,
        assigneeKey: assigneeKey(task),
        ...dueAttributes('task', task.customerId, task.dueAt),
      },
    }),
  )

const subjects: Readonly<Record<string, (tasks: readonly TaskEntry[]) => Promise<TaskDesk>>> = {
  'the tasks of the journal table': async (tasks) => {
    await Promise.all(tasks.map(putWaiting))
    return realDesk()
  },
  'their fake': async (tasks) => createInMemoryTaskDesk(...tasks),
}

const listed = async (desk: TaskDesk, lists: readonly TaskList[], limit = 3): Promise<string[]> => {
  const found: string[] = []
  let cursor: TaskCursor | undefined
  do {
    const page = await mergeParts(desk.parts(lists), limit, cursor)
    found.push(...page.rows.map(({ customerId }) => customerId))
    cursor = page.next
  } while (cursor !== undefined)
  return found
}

describe.each(Object.keys(subjects))('%s', (name) => {
  const tag = name.startsWith('their') ? 'F' : 'T'
  const start = (...tasks: readonly TaskEntry[]): Promise<TaskDesk> => {
    const subject = subjects[name]
    if (!subject) throw new Error(name)
    return subject(tasks)
  }

  it('are listed by who has them, the earliest deadline first, over pages and equal deadlines', async () => {
    const due = (hour: number) => `2026-03-11T0${hour}:00:00.000Z`
    const RM = `RM-${tag}`
    const B = `B-${tag}`
    const desk = await start(
      ...[3, 1, 2, 2, 2, 1].map((hour, n) =>
        aTask({ customerId: `${tag}own${n}`, assignee: RM, branchId: B, dueAt: due(hour) }),
      ),
      ...[2, 1].map((hour, n) => aTask({ customerId: `${tag}free${n}`, branchId: B, dueAt: due(hour) })),
      aTask({ customerId: `${tag}else`, assignee: 'RM-other', branchId: B, dueAt: due(1) }),
    )
    const own = await listed(desk, [{ of: 'manager', id: RM }])
    expect(own).toHaveLength(6)
    expect(new Set(own).size).toBe(6)
    expect(own.at(-1)).toBe(`${tag}own0`)
    expect(new Set(own.slice(0, 2))).toEqual(new Set([`${tag}own1`, `${tag}own5`]))
    expect(await listed(desk, [{ of: 'branch', id: B }])).toEqual([`${tag}free1`, `${tag}free0`])
    const both = await listed(desk, [
      { of: 'manager', id: RM },
      { of: 'branch', id: B },
    ])
    expect(both.toSorted()).toEqual([...own, `${tag}free0`, `${tag}free1`].toSorted())
    const everybody = await listed(desk, [{ of: 'everybody' }])
    for (const one of [...both, `${tag}else`]) expect(everybody).toContain(one)
  })

  it('are taken by one of two who have seen the same', async () => {
    const task = aTask({ customerId: `${tag}race`, branchId: `B-${tag}-race` })
    const desk = await start(task)
    const takes = ['RM1', 'RM2'].map((assignee) =>
      desk.move(task, { to: 'taken', at, assignee }, audit(task)),
    )
    expect((await Promise.all(takes)).toSorted()).toEqual([false, true])
    const taken = await desk.task(task)
    expect(taken?.history.map(({ state }) => state)).toEqual(['open', 'taken'])
    expect(await listed(desk, [{ of: 'branch', id: `B-${tag}-race` }])).toEqual([])
    expect(await listed(desk, [{ of: 'manager', id: taken?.assignee ?? '' }])).toContain(task.customerId)
  })

  it('are not moved by who saw another assignee, nor once they are done', async () => {
    const task = aTask({ customerId: `${tag}stale`, assignee: 'RM1' })
    const desk = await start(task)
    const stale = { ...task, assignee: 'RM9' }
    expect(await desk.move(stale, { to: 'done', at, outcome: 'reached' }, audit(task))).toBe(false)
    expect(
      await desk.move(task, { to: 'done', at, outcome: 'interested', reference: 'CRM-1' }, audit(task)),
    ).toBe(true)
    const done = await desk.task(task)
    expect(done).toMatchObject({ state: 'done', outcome: 'interested', reference: 'CRM-1' })
    expect(await desk.move({ ...task, ...done }, { to: 'taken', at, assignee: 'RM2' }, audit(task))).toBe(
      false,
    )
    expect(await desk.task(task)).toEqual(done)
    expect(await listed(desk, [{ of: 'everybody' }])).not.toContain(task.customerId)
  })
})

describe('a task that is done', () => {
  it('leaves both indexes, has its line in the audit table, and is counted once', async () => {
    const task = aTask({ customerId: 'C-done', assignee: 'RM1', campaignId: 'counted' })
    await putWaiting(task)
    const line = audit(task)
    await realDesk().move(task, { to: 'done', at, outcome: 'interested' }, line)
    await realDesk().move(task, { to: 'done', at, outcome: 'interested' }, audit(task))
    const [item] = await tables.itemsOf('JournalTable', 'C-done')
    for (const key of ['dueKey', 'due', 'assigneeKey']) expect(item).not.toHaveProperty(key)
    expect(await tables.itemsOf('AuditTable', 'customer#C-done')).toMatchObject([
      { action: 'task-taken', by: 'u-1', requestId: line.requestId },
    ])
    const shards = await Promise.all(
      Array.from({ length: 64 }, (_, shard) => tables.itemsOf('CampaignsTable', `results#counted#${shard}`)),
    )
    expect(shards.flat()).toMatchObject([{ tasksDone: 1, tasksReached: 1, tasksInterested: 1 }])
  })
})

describe('a task that the engine makes', () => {
  it('is listed with whoever got it, and goes on being listed when it is escalated', async () => {
    const { documentClient, name } = tables
    const recorder = createDecisionRecorder({
      documentClient,
      journalTable: name('JournalTable'),
      customersTable: name('CustomersTable'),
      campaignsTable: name('CampaignsTable'),
    })
    const { entry, expiresAt: _, ...task } = aTask({ customerId: 'C-made' })
    await recorder.record(
      {
        decision: {
          ...{
            customerId: 'C-made',
            kind: 'decision',
            signal: task.signal,
            decidedAt,
            result: 'won',
            gates: 1,
          },
          ...{ won: [], refused: {}, scores: {}, seen: {}, messages: [] },
        },
        messages: [],
        tasks: [{ task, line: ['RM-made'], day: '2026-03-10', perManager: 20 }],
      },
      undefined,
    )
    const desk = realDesk()
    const mine = [{ of: 'manager', id: 'RM-made' }] as const
    expect(await listed(desk, mine)).toEqual(['C-made'])
    const made = await desk.task({ customerId: 'C-made', entry })
    const journal = createTaskJournal(documentClient, name('JournalTable'))
    const escalation = { at, to: 'HEAD', note: 'overdue' }
    expect(await journal.escalate({ ...task, ...made, entry }, escalation)).toBe(true)
    expect(await listed(desk, mine)).toEqual(['C-made'])
    expect(await listed(desk, [{ of: 'everybody' }])).toContain('C-made')
    const seen = await desk.task({ customerId: 'C-made', entry })
    if (!seen) throw new Error('the task is gone')
    expect(await desk.move(seen, { to: 'taken', at, assignee: 'HEAD' }, audit(seen))).toBe(true)
    // It was reported once; taking it over does not make it due again.
    expect(await journal.escalate({ ...seen, entry }, escalation)).toBe(false)
  })
})

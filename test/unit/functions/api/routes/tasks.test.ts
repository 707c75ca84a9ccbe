import { describe, expect, it } from 'vitest'
import { taskRoutes } from '#functions/api/routes/tasks.ts'
import type { Caller } from '#shared/domain/access/caller.ts'
import type { TaskEntry } from '#shared/domain/message/journal-entry.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { taskIdOf } from '#shared/domain/task/task-id.ts'
import { apiClient } from '#test/support/api/api-client.ts'
import { aTask } from '#test/support/builders/messages.ts'
import { createInMemoryTaskDesk } from '#test/support/fakes/in-memory-task-desk.ts'

const settings = {
  ...defaultSettings,
  tasks: { perManagerAndDay: 20, branches: { B1: { managers: ['RM1', 'RM2'], head: 'HEAD1' } } },
}

const manager = (managerId: string, branchId = 'B1'): Partial<Caller> => ({
  name: managerId,
  groups: ['relationship-manager'],
  managerId,
  branchId,
})
const head: Partial<Caller> = { name: 'head', groups: ['relationship-manager'], branchId: 'B1' }
const compliance: Partial<Caller> = { name: 'vera', groups: ['compliance'] }

const due = (hour: number): string => `2026-03-10T${String(hour).padStart(2, '0')}:00:00.000Z`

const mine = aTask({ customerId: 'MINE', assignee: 'RM1', dueAt: due(13) })
const free = aTask({ customerId: 'FREE', dueAt: due(11) })
const colleagues = aTask({ customerId: 'COLLEAGUES', assignee: 'RM2', dueAt: due(12), state: 'escalated' })
const elsewhere = aTask({ customerId: 'ELSEWHERE', branchId: 'B2', dueAt: due(10) })
const ended = aTask({ customerId: 'ENDED', assignee: 'RM1', state: 'done' })

const world = (...tasks: readonly TaskEntry[]) => {
  const desk = createInMemoryTaskDesk(
    ...(tasks.length > 0 ? tasks : [mine, free, colleagues, elsewhere, ended]),
  )
  const api = apiClient({
    routes: taskRoutes,
    dependencies: { tasks: { tasks: desk, settings: async () => settings } },
  })
  const customersOf = async (as: Partial<Caller>, query = ''): Promise<readonly string[]> => {
    const { status, body } = await api.get(`/v1/tasks${query}`, { as })
    expect(status).toBe(200)
    return body.items.map(({ customerId }: { customerId: string }) => customerId)
  }
  const take = (task: TaskEntry, as: Partial<Caller>) => api.post(`/v1/tasks/${taskIdOf(task)}/take`, { as })
  const complete = (task: TaskEntry, as: Partial<Caller>, body: object) =>
    api.post(`/v1/tasks/${taskIdOf(task)}/complete`, { as, body })
  const stored = (task: TaskEntry) => desk.all().find(({ customerId }) => customerId === task.customerId)
  return { desk, api, customersOf, take, complete, stored }
}

describe('the list of tasks', () => {
  it.each<[string, Partial<Caller>, readonly string[]]>([
    ['a manager’s own, and what nobody of the branch has', manager('RM1'), ['FREE', 'MINE']],
    ['those of a manager without a branch', { ...manager('RM1'), branchId: undefined } as never, ['MINE']],
    ['the branch’s for its head', head, ['FREE', 'COLLEAGUES', 'MINE']],
    ['everybody’s for compliance', compliance, ['ELSEWHERE', 'FREE', 'COLLEAGUES', 'MINE']],
    ['nobody’s for who is neither manager nor head', { groups: ['relationship-manager'] }, []],
  ])('holds %s, the earliest deadline first', async (_, as, expected) => {
    expect(await world().customersOf(as)).toEqual(expected)
  })

  it('leaves out for the head what a manager of the branch has elsewhere', async () => {
    const abroad = aTask({ customerId: 'ABROAD', assignee: 'RM1', branchId: 'B2', dueAt: due(9) })
    const { customersOf } = world(mine, abroad)
    expect(await customersOf(head)).toEqual(['MINE'])
    expect(await customersOf(manager('RM1'))).toEqual(['ABROAD', 'MINE'])
  })

  it('comes by state, in pages, each task once', async () => {
    const { api, customersOf } = world()
    expect(await customersOf(head, '?state=escalated')).toEqual(['COLLEAGUES'])
    const first = await api.get('/v1/tasks?limit=2', { as: head })
    const second = await api.get(`/v1/tasks?limit=2&cursor=${first.body.next}`, { as: head })
    const shown = [...first.body.items, ...second.body.items].map(({ customerId }) => customerId)
    expect(shown).toEqual(['FREE', 'COLLEAGUES', 'MINE'])
    expect(second.body.next).toBeUndefined()
  })

  it('leaves out what has changed since the index was written', async () => {
    const { desk, customersOf, complete } = world()
    desk.keepIndex()
    await complete(mine, manager('RM1'), { outcome: 'reached' })
    expect(await customersOf(manager('RM1'))).toEqual(['FREE'])
  })

  it('tells pseudonyms, codes and the campaign’s own texts', async () => {
    const { api } = world(mine)
    const { body } = await api.get('/v1/tasks', { as: manager('RM1') })
    expect(body.items).toEqual([
      {
        ...{ taskId: taskIdOf(mine), customerId: 'MINE', campaignId: 'low-balance', campaignVersion: 1 },
        ...{ signal: 'LowBalance', title: { en: 'Call the customer' }, state: 'open', assignee: 'RM1' },
        ...{ branchId: 'B1', decidedAt: mine.decidedAt, dueAt: mine.dueAt, history: mine.history },
      },
    ])
  })
})

describe('a task', () => {
  it('of nobody goes to one of two who take it at once, and the other hears so', async () => {
    const { take, stored, desk } = world()
    const answers = await Promise.all([take(free, manager('RM1')), take(free, manager('RM2'))])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('task-of-another')
    expect(stored(free)).toMatchObject({ state: 'taken', assignee: expect.stringMatching(/^RM[12]$/) })
    expect(desk.audited).toHaveLength(1)
    expect(desk.audited[0]).toMatchObject({ subject: 'customer#FREE', action: 'task-taken' })
  })

  it('is taken once by the same person, however often they ask', async () => {
    const { take, stored, desk } = world()
    for (const _ of [1, 2]) expect((await take(free, manager('RM1'))).status).toBe(200)
    expect(stored(free)?.history.map(({ state }) => state)).toEqual(['open', 'taken'])
    expect(desk.audited).toHaveLength(1)
  })

  it.each<[string, TaskEntry, Partial<Caller>, number, string | undefined]>([
    ['a manager their own', mine, manager('RM1'), 200, undefined],
    ['a manager not a colleague’s', colleagues, manager('RM1'), 409, 'task-of-another'],
    ['the head a colleague’s, as the settings call the head', colleagues, head, 200, undefined],
    ['nobody one of another branch', elsewhere, manager('RM1'), 404, 'no-such-task'],
    ['nobody one that is done', ended, manager('RM1'), 409, 'task-done'],
    ['nobody one that does not exist', aTask({ customerId: 'NONE' }), manager('RM1'), 404, 'no-such-task'],
    ['compliance none', free, compliance, 403, 'not-your-role'],
  ])('is taken by %s', async (_, task, as, status, code) => {
    const { take, stored } = world()
    const answer = await take(task, as)
    expect([answer.status, answer.body.code]).toEqual([status, code])
    if (status === 200 && as === head) expect(stored(task)?.assignee).toBe('HEAD1')
    if (status !== 200)
      expect(stored(task)).toEqual([mine, free, colleagues, elsewhere, ended].find((one) => one === task))
  })

  it('ends with its outcome, its reference, and a line in the audit table', async () => {
    const { complete, stored, desk } = world()
    const done = { outcome: 'interested', reference: 'CRM-1042' }
    const { status, body } = await complete(mine, manager('RM1'), done)
    expect(status).toBe(200)
    expect(body).toMatchObject({ state: 'done', ...done })
    expect(stored(mine)).toMatchObject({ state: 'done', ...done })
    expect(desk.audited).toMatchObject([
      { subject: 'customer#MINE', action: 'task-completed', details: { campaignId: 'low-balance', ...done } },
    ])
  })

  it.each<[string, TaskEntry, Partial<Caller>, number, string | undefined]>([
    ['by nobody who has not taken it', free, manager('RM1'), 409, 'task-of-nobody'],
    ['by no colleague', colleagues, manager('RM1'), 409, 'task-of-another'],
    ['by the head of the branch', colleagues, head, 200, undefined],
    ['by nobody of another branch', mine, manager('RM9', 'B2'), 404, 'no-such-task'],
  ])('is completed %s', async (_, task, as, status, code) => {
    const { complete } = world()
    const answer = await complete(task, as, { outcome: 'reached' })
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  it('that is done stays so: the same again is answered, anything else refused', async () => {
    const { complete, desk } = world()
    const again = (outcome: string) => complete(mine, manager('RM1'), { outcome })
    expect((await again('reached')).status).toBe(200)
    expect((await again('reached')).status).toBe(200)
    expect(await again('interested')).toMatchObject({ status: 409, body: { code: 'task-done' } })
    expect(desk.audited).toHaveLength(1)
  })

  it.each([
    ['no outcome', {}],
    ['an outcome that there is not', { outcome: 'sold' }],
    ['a note in words', { outcome: 'reached', note: 'spoke to Jana Nováková' }],
    ['a reference that is an address', { outcome: 'reached', reference: 'jana@bank.example' }],
  ])('is not ended with %s', async (_, body) => {
    const { complete, stored } = world()
    const answer = await complete(mine, manager('RM1'), body)
    expect(answer.status).toBe(400)
    expect(JSON.stringify(answer.body)).not.toMatch(/Jana|jana/)
    expect(stored(mine)).toEqual(mine)
  })

  it.each(['x', 'QUJD', taskIdOf({ customerId: 'C', entry: 'no-task' })])('is not named %s', async (id) => {
    const { api } = world()
    const answer = await api.post(`/v1/tasks/${id}/take`, { as: manager('RM1') })
    expect(answer).toMatchObject({ status: 404, body: { code: 'no-such-task' } })
  })
})

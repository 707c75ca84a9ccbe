import { describe, expect, it } from 'vitest'
import { releaseDue } from '#functions/release-due/release-due.ts'
import { PermanentError, RetryableError } from '#shared/domain/errors.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { aHeldMessage, aTask } from '#test/support/builders/messages.ts'
import { createReleaseWorld, type ReleaseWorldOptions } from '#test/support/fakes/release-world.ts'

const settings = {
  ...defaultSettings,
  tasks: {
    perManagerAndDay: 20,
    branches: { B1: { managers: ['RM1'], head: 'HEAD1' }, B2: { managers: ['RM2'] } },
  },
}
const OVERDUE = '2026-03-10T13:00:00Z'

const create = (options: ReleaseWorldOptions) => {
  const made = createReleaseWorld({ settings, ...options })
  return { ...made, tick: (time = OVERDUE) => releaseDue(made.dependencies)(new Date(time)) }
}

describe('an open task', () => {
  it('stays open until its deadline', async () => {
    const { tick, tasks, counts } = create({ tasks: [aTask()] })
    await tick('2026-03-10T12:59:59Z')
    expect(tasks.all()).toEqual([aTask()])
    expect(counts).not.toHaveProperty('TasksEscalated')
  })

  it('is escalated to the head of its branch at its deadline, and says why', async () => {
    const { tick, tasks, counts } = create({ tasks: [aTask({ assignee: 'RM1' })] })
    await tick()
    expect(tasks.all()).toMatchObject([
      {
        state: 'escalated',
        assignee: 'RM1',
        escalatedTo: 'HEAD1',
        history: [{ state: 'open' }, { state: 'escalated', at: '2026-03-10T13:00:00.000Z', note: 'overdue' }],
      },
    ])
    expect(counts).toMatchObject({ TasksEscalated: 1 })
  })

  it.each([
    ['has no head', 'B2'],
    ['is not in the settings', 'B3'],
    ['has a name that objects have, too', 'constructor'],
    ['is not known', undefined],
  ])('is escalated to the queue of a branch that %s', async (_, branchId) => {
    const { branchId: __, ...task } = aTask()
    const { tick, tasks } = create({ tasks: [branchId === undefined ? task : { ...task, branchId }] })
    await tick()
    const [escalated] = tasks.all()
    expect(escalated?.state).toBe('escalated')
    expect(escalated).not.toHaveProperty('escalatedTo')
  })

  it('is escalated once, by ticks one after the other and at the same time', async () => {
    const overdue = Array.from({ length: 9 }, (_, i) => aTask({ customerId: `C${i}` }))
    const { tick, tasks, counts } = create({ tasks: overdue })
    await Promise.all([tick(), tick()])
    await tick()
    expect(counts).toMatchObject({ TasksEscalated: 9 })
    for (const { history } of tasks.all()) expect(history).toHaveLength(2)
  })

  it('is escalated at the wall’s time where that counts', async () => {
    const now = new Date('2026-03-10T13:00:07.000Z')
    const { tick, tasks } = create({ tasks: [aTask()], now })
    await tick()
    expect(tasks.all()[0]?.history.at(-1)?.at).toBe(now.toISOString())
  })
})

it.each(['done', 'escalated'] as const)(
  'a task that is %s stays so, though the index still shows it',
  async (state) => {
    const task = aTask({ state })
    const { tick, tasks, dependencies } = create({ tasks: [task] })
    const stale = {
      ...dependencies.due,
      overdueTasks: () => [
        (async function* () {
          yield [{ ...task, due: new Date(task.dueAt) }]
        })(),
      ],
    }
    await releaseDue({ ...dependencies, due: stale })(new Date(OVERDUE))
    await tick()
    expect(tasks.all()).toEqual([task])
  },
)

describe('what goes wrong with one', () => {
  it('does not keep the others from being escalated, and is tried again', async () => {
    const overdue = ['C1', 'C2', 'C3'].map((customerId) => aTask({ customerId }))
    const { tick, tasks, counts, dependencies } = create({ tasks: overdue })
    const unlucky = {
      ...dependencies.tasks,
      task: async (key: { customerId: string; entry: string }) => {
        if (key.customerId === 'C2') throw new PermanentError('unreadable-task')
        return dependencies.tasks.task(key)
      },
    }
    await releaseDue({ ...dependencies, tasks: unlucky })(new Date(OVERDUE))
    expect(tasks.all().map(({ state }) => state)).toEqual(['escalated', 'open', 'escalated'])
    expect(counts).toMatchObject({ TasksEscalated: 2, DueWorkFailed: 1 })
    await tick()
    expect(tasks.all().map(({ state }) => state)).toEqual(['escalated', 'escalated', 'escalated'])
  })

  it('does not keep tasks from being escalated where messages cannot be released', async () => {
    const { tick, tasks, failIndexOnce, counts } = create({ tasks: [aTask()], messages: [aHeldMessage()] })
    failIndexOnce(new RetryableError('throttled'))
    await expect(tick()).rejects.toEqual(new RetryableError('throttled'))
    expect(tasks.all()).toMatchObject([{ state: 'escalated' }])
    // Nobody says that all is well.
    expect(counts).not.toHaveProperty('DueWorkAge')
  })
})

it('the age of an overdue task counts like that of a message', async () => {
  const { tick, counts } = create({ tasks: [aTask()], messages: [aHeldMessage()] })
  await tick('2026-03-11T07:11:00Z')
  expect(counts.DueWorkAge).toBe(18 * 3600 + 11 * 60)
})

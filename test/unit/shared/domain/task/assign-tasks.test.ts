import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assignTasks } from '#shared/domain/task/assign-tasks.ts'

const day = '2026-06-01'
const task = (...line: string[]) => ({ line, day, perManager: 2 })
const taken =
  (counts: Readonly<Record<string, number>> = {}) =>
  (manager: string, on: string) =>
    counts[`${manager} ${on}`] ?? counts[manager] ?? 0

describe('a task', () => {
  it.each([
    ['goes to the first in line', [], ['A']],
    ['goes to the next where the first is full', ['A'], ['B']],
    ['waits in the queue where all are full', ['A', 'B'], [undefined]],
  ] as const)('%s', (_, full, assignees) => {
    const counts = Object.fromEntries(full.map((manager) => [manager, 2]))
    expect(assignTasks([task('A', 'B')], taken(counts)).assignees).toEqual(assignees)
  })

  it('waits in the queue where nobody is in line', () => {
    expect(assignTasks([task()], taken())).toEqual({ assignees: [undefined], loads: [] })
  })

  it('counts on its own day', () => {
    const counts = { 'A 2026-06-01': 2, 'A 2026-06-02': 0 }
    const tomorrow = { ...task('A'), day: '2026-06-02' }
    expect(assignTasks([task('A'), tomorrow], taken(counts)).assignees).toEqual([undefined, 'A'])
  })
})

describe('several tasks of one decision', () => {
  it('count together, in one load a manager', () => {
    const three = [task('A', 'B'), task('A', 'B'), task('A', 'B')]
    expect(assignTasks(three, taken({ A: 1 }))).toEqual({
      assignees: ['A', 'B', 'B'],
      loads: [
        { manager: 'A', day, tasks: 1, perManager: 2 },
        { manager: 'B', day, tasks: 2, perManager: 2 },
      ],
    })
  })

  it('never load anybody above capacity, and leave nobody out for whom there is room', () => {
    const manager = fc.constantFrom('A', 'B', 'C', 'D')
    const tasks = fc.array(
      fc.record({ line: fc.uniqueArray(manager), day: fc.constant(day), perManager: fc.constant(3) }),
      { maxLength: 20 },
    )
    fc.assert(
      fc.property(tasks, fc.dictionary(manager, fc.nat(5)), (all, counts) => {
        const { assignees, loads } = assignTasks(all, taken(counts))
        const loaded = (name: string) =>
          (counts[name] ?? 0) + (loads.find((load) => load.manager === name)?.tasks ?? 0)
        for (const load of loads) expect(loaded(load.manager)).toBeLessThanOrEqual(3)
        for (const { manager: name, tasks: given } of loads)
          expect(assignees.filter((assignee) => assignee === name)).toHaveLength(given)
        all.forEach(({ line }, index) => {
          if (assignees[index] === undefined)
            for (const name of line) expect(loaded(name)).toBeGreaterThanOrEqual(3)
          else expect(line).toContain(assignees[index])
        })
      }),
    )
  })
})

import { describe, expect, it } from 'vitest'
import {
  awaitsDeadline,
  isWaiting,
  type TaskState,
  taskStateSchema,
  taskStatesBefore,
  taskTransitions,
} from '#shared/domain/task/lifecycle.ts'

const states = taskStateSchema.options

describe('the life of a task', () => {
  it('comes to an end from everywhere, and goes nowhere from there', () => {
    for (const from of states) if (from !== 'done') expect(taskTransitions[from]).toContain('done')
    expect(taskTransitions.done).toEqual([])
    expect(states.filter(isWaiting)).toEqual(['open', 'taken', 'escalated'])
  })

  it('never begins again', () => {
    expect(taskStatesBefore('open')).toEqual([])
  })

  it.each<[TaskState, readonly TaskState[]]>([
    ['taken', ['open', 'taken', 'escalated']],
    ['escalated', ['open', 'taken']],
    ['done', ['open', 'taken', 'escalated']],
  ])('comes to %s from %j', (to, from) => {
    expect(taskStatesBefore(to)).toEqual(from)
  })
})

describe('a deadline', () => {
  it.each<[TaskState, readonly TaskState[], boolean]>([
    ['open', ['open'], true],
    ['taken', ['open', 'taken'], true],
    ['escalated', ['open', 'escalated'], false],
    ['taken', ['open', 'escalated', 'taken'], false],
    ['done', ['open', 'done'], false],
  ])('of a task that is %s after %j: looked after %s', (state, past, expected) => {
    expect(awaitsDeadline({ state, history: past.map((step) => ({ state: step })) })).toBe(expected)
  })
})

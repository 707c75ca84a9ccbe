import { describe, expect, it } from 'vitest'
import type { Caller } from '#shared/domain/access/caller.ts'
import { taskReferenceSchema } from '#shared/domain/task/outcome.ts'
import { isSeenBy, mayComplete, mayTake, type Worker, workerOf } from '#shared/domain/task/worker.ts'

const caller = (changes: Partial<Caller>): Caller => ({
  userId: 'u-1',
  name: 'jana',
  groups: ['relationship-manager'],
  ...changes,
})
const tasks = { perManagerAndDay: 20, branches: { B1: { managers: ['RM1'], head: 'HEAD1' } } }

describe('who somebody is to tasks', () => {
  it.each<[string, Partial<Caller>, Worker | undefined]>([
    ['a manager by their own id', { managerId: 'RM1' }, { id: 'RM1', isHead: false }],
    ['of a branch', { managerId: 'RM1', branchId: 'B1' }, { id: 'RM1', branchId: 'B1', isHead: false }],
    ['a head, as the settings name them', { branchId: 'B1' }, { id: 'HEAD1', branchId: 'B1', isHead: true }],
    ['a head whom nobody named', { branchId: 'B9' }, { id: 'u-1', branchId: 'B9', isHead: true }],
    [
      'a branch called like what objects have',
      { branchId: 'constructor' },
      { id: 'u-1', branchId: 'constructor', isHead: true },
    ],
    ['nobody without either', {}, undefined],
    ['nobody in another role', { groups: ['marketer', 'compliance'], managerId: 'RM1' }, undefined],
  ])('%s', (_, who, expected) => {
    expect(workerOf(caller(who), tasks)).toEqual(expected)
  })
})

const manager: Worker = { id: 'RM1', branchId: 'B1', isHead: false }
const alone: Worker = { id: 'RM1', isHead: false }
const head: Worker = { id: 'HEAD1', branchId: 'B1', isHead: true }

describe.each([
  [
    'their own task',
    { assignee: 'RM1', branchId: 'B1' },
    [true, 'yes', 'yes'],
    [true, 'yes', 'yes'],
    [true, 'yes', 'yes'],
  ],
  [
    'one of a customer elsewhere',
    { assignee: 'RM1', branchId: 'B2' },
    [true, 'yes', 'yes'],
    [true, 'yes', 'yes'],
    [false, 'unknown', 'unknown'],
  ],
  [
    'one that nobody of the branch has',
    { branchId: 'B1' },
    [true, 'yes', 'of-nobody'],
    [false, 'unknown', 'unknown'],
    [true, 'yes', 'of-nobody'],
  ],
  [
    'a colleague’s',
    { assignee: 'RM2', branchId: 'B1' },
    [false, 'of-another', 'of-another'],
    [false, 'unknown', 'unknown'],
    [true, 'yes', 'yes'],
  ],
  [
    'one of another branch',
    { assignee: 'RM3', branchId: 'B2' },
    [false, 'unknown', 'unknown'],
    [false, 'unknown', 'unknown'],
    [false, 'unknown', 'unknown'],
  ],
  [
    'one that nobody at all has',
    {},
    [false, 'unknown', 'unknown'],
    [false, 'unknown', 'unknown'],
    [false, 'unknown', 'unknown'],
  ],
] as const)('%s', (_, task, ofManager, ofAlone, ofHead) => {
  it.each([
    ['a manager of the branch', manager, ofManager],
    ['a manager without one', alone, ofAlone],
    ['the head', head, ofHead],
  ] as const)('%s: seen, taken, completed', (__, worker, expected) => {
    expect([isSeenBy(worker, task), mayTake(worker, task), mayComplete(worker, task)]).toEqual(expected)
  })
})

describe('the reference of an outcome', () => {
  it.each(['CRM-1042', 'a', 'case:2026/11/22.7'])('may be %s', (text) => {
    expect(taskReferenceSchema.safeParse(text).success).toBe(true)
  })

  it.each([
    '',
    'Jana Nováková',
    'jana@bank.example',
    '+420731055501',
    '420731055501',
    'x'.repeat(65),
    'a\nb',
  ])('is no text, name or address: %j', (text) => {
    expect(taskReferenceSchema.safeParse(text).success).toBe(false)
  })
})

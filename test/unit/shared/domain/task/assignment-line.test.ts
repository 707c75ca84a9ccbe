import { expect, it } from 'vitest'
import { assignmentLine } from '#shared/domain/task/assignment-line.ts'

const branches = { B1: { managers: ['RM1', 'RM2', 'RM3'], head: 'H1' }, B2: { managers: [] } }

it.each([
  ['their own manager first, then those after in the branch', 'RM2', 'B1', ['RM2', 'RM3', 'RM1']],
  ['the last one’s next is the first', 'RM3', 'B1', ['RM3', 'RM1', 'RM2']],
  ['a manager of another branch first, then this one’s in order', 'RM9', 'B1', ['RM9', 'RM1', 'RM2', 'RM3']],
  ['the branch where nobody is named', undefined, 'B1', ['RM1', 'RM2', 'RM3']],
  ['the manager where the branch is not known', 'RM2', undefined, ['RM2']],
  ['or has nobody', 'RM2', 'B2', ['RM2']],
  ['or is not the bank’s', 'RM2', 'B3', ['RM2']],
  ['nobody: the queue', undefined, undefined, []],
])('%s', (_, own, branchId, line) => {
  const single = {
    ...(own === undefined ? {} : { relationshipManagerId: own }),
    ...(branchId === undefined ? {} : { branchId }),
  }
  expect(assignmentLine({ single }, { perManagerAndDay: 1, branches })).toEqual(line)
})

it('names a manager once, however often the branch does', () => {
  const twice = { B1: { managers: ['RM1', 'RM2', 'RM1'] } }
  const single = { relationshipManagerId: 'RM2', branchId: 'B1' }
  expect(assignmentLine({ single }, { perManagerAndDay: 1, branches: twice })).toEqual(['RM2', 'RM1'])
})

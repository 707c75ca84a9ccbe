import { mayTake } from '#shared/domain/task/worker.ts'
import {
  type WorkOnTaskDependencies,
  type WorkRequest,
  workOnTask,
} from '#shared/use-cases/tasks/work-on-task.ts'

/**
 * Gives a task to the caller: one that nobody of the branch has, one of their own that they now speak for, and to the head
 * of the branch one that a colleague has. Taken twice by the same person it changes once.
 */
export const takeTask = (dependencies: WorkOnTaskDependencies) => (request: WorkRequest) =>
  workOnTask(dependencies)(request, {
    may: mayTake,
    isSo: ({ id }, { state, assignee }) => state === 'taken' && assignee === id,
    step: ({ id }) => ({ to: 'taken', at: request.now, assignee: id }),
    action: 'task-taken',
    details: ({ id }) => ({ assignee: id }),
  })

import type { TaskOutcome } from '#shared/domain/task/outcome.ts'
import { mayComplete } from '#shared/domain/task/worker.ts'
import {
  type WorkOnTaskDependencies,
  type WorkRequest,
  workOnTask,
} from '#shared/use-cases/tasks/work-on-task.ts'

export interface CompleteRequest extends WorkRequest {
  readonly outcome: TaskOutcome
  /** The record of the bank's own systems that says more. */
  readonly reference?: string | undefined
}

/** Ends a task with what came of it. Completed again with the same outcome it stays as it is. */
export const completeTask =
  (dependencies: WorkOnTaskDependencies) =>
  ({ outcome, reference, ...request }: CompleteRequest) =>
    workOnTask(dependencies)(request, {
      may: mayComplete,
      isSo: (_, task) => task.state === 'done' && task.outcome === outcome && task.reference === reference,
      step: () => ({ to: 'done', at: request.now, outcome, reference }),
      action: 'task-completed',
      details: () => ({ outcome, reference }),
    })

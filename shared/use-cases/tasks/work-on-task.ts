import type { Caller } from '#shared/domain/access/caller.ts'
import type { TaskEntry } from '#shared/domain/message/journal-entry.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { type TaskKey, taskKeyOf } from '#shared/domain/task/task-id.ts'
import { type TaskRight, type Worker, workerOf } from '#shared/domain/task/worker.ts'
import type { TaskDesk, TaskStep } from '#shared/ports/task-desk.ts'
import { customerSubject } from '#shared/use-cases/customers/customer-subject.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

export interface WorkOnTaskDependencies {
  readonly tasks: Pick<TaskDesk, 'task' | 'move'>
  readonly settings: () => Promise<Settings>
}

export interface WorkRequest {
  readonly taskId: string
  readonly caller: Caller
  readonly requestId: string
  readonly now: Date
}

/** What a worker wants to do with a task as it stands. */
export interface Intent {
  readonly may: (worker: Worker, task: TaskEntry) => TaskRight
  /** Whether it is so already, by an earlier try of the same. */
  readonly isSo: (worker: Worker, task: TaskEntry) => boolean
  readonly step: (worker: Worker) => TaskStep
  readonly action: string
  readonly details: (worker: Worker) => Readonly<Record<string, string | undefined>>
}

/** Two people at the same task: who is second sees what the first has done, and hears so. */
const ATTEMPTS = 4

const unknown = (): Refusal => new Refusal('not-found', 'no-such-task', 'No such task, or none of yours.')

const refusals: Readonly<Record<Exclude<TaskRight, 'yes'>, () => Refusal>> = {
  unknown,
  'of-another': () =>
    new Refusal(
      'conflict',
      'task-of-another',
      'A colleague has this task. The head of the branch can take it over.',
    ),
  'of-nobody': () =>
    new Refusal('conflict', 'task-of-nobody', 'Nobody has this task yet: take it first, then complete it.'),
}

const alreadyDone = (): Refusal => new Refusal('conflict', 'task-done', 'The task is done already.')

/**
 * Takes one step with a task, conditionally on what was seen of it: of two who want the same, one gets it.
 * @throws Refusal `no-such-task` also for what the caller may not see, `task-of-another`, `task-of-nobody`, `task-done`
 */
export const workOnTask =
  ({ tasks, settings }: WorkOnTaskDependencies) =>
  async ({ taskId, caller, requestId, now }: WorkRequest, intent: Intent): Promise<TaskEntry> => {
    const key: TaskKey | undefined = taskKeyOf(taskId)
    const worker = workerOf(caller, (await settings()).tasks)
    if (key === undefined || worker === undefined) throw unknown()
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const task = await tasks.task(key)
      if (task === undefined) throw unknown()
      const right = intent.may(worker, task)
      if (right === 'unknown') throw unknown()
      if (intent.isSo(worker, task)) return task
      if (task.state === 'done') throw alreadyDone()
      if (right !== 'yes') throw refusals[right]()
      const moved = await tasks.move(task, intent.step(worker), {
        subject: customerSubject(task.customerId),
        action: intent.action,
        at: now,
        caller,
        requestId,
        details: { task: task.entry, campaignId: task.campaignId, ...intent.details(worker) },
      })
      if (moved) return (await tasks.task(key)) ?? task
    }
    throw new Refusal('conflict', 'task-changing', 'Others are working on this task just now: try again.')
  }

import type { Caller } from '#shared/domain/access/caller.ts'
import type { TaskEntry } from '#shared/domain/message/journal-entry.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { isWaiting, type TaskState } from '#shared/domain/task/lifecycle.ts'
import { isSeenBy, type Worker, workerOf } from '#shared/domain/task/worker.ts'
import type { TaskDesk, TaskList } from '#shared/ports/task-desk.ts'
import { mergeParts, type TaskCursor } from '#shared/use-cases/tasks/merge-parts.ts'

export interface ListTasksDependencies {
  readonly tasks: Pick<TaskDesk, 'parts' | 'task'>
  readonly settings: () => Promise<Settings>
}

export interface ListTasksRequest {
  readonly caller: Caller
  /** Only tasks in this state. What is done waits for nobody, and stands in its customer's timeline. */
  readonly state?: TaskState | undefined
  readonly limit: number
  readonly cursor?: TaskCursor | undefined
}

export interface TaskPage {
  /** The earliest deadline first. */
  readonly tasks: readonly TaskEntry[]
  readonly next: TaskCursor | undefined
}

/** A page may be read in so many parts, where most of what the index has is in another state. */
const ROUNDS = 5

/** What a head answers for: what nobody has, and what those have whom the settings name in the branch. */
const listsOf = (worker: Worker, { branches }: Settings['tasks']): readonly TaskList[] => {
  const own = [{ of: 'manager', id: worker.id } as const]
  const { branchId } = worker
  if (branchId === undefined) return own
  const branch = { of: 'branch', id: branchId } as const
  if (!worker.isHead) return [...own, branch]
  const managers = Object.hasOwn(branches, branchId) ? (branches[branchId]?.managers ?? []) : []
  const others = [...new Set(managers)].filter((id) => id !== worker.id)
  return [...own, branch, ...others.map((id) => ({ of: 'manager', id }) as const)]
}

/**
 * The tasks that wait for the caller: a manager's own and what nobody of the branch has yet; to the head of a branch all
 * of it; to compliance everybody's. What has changed since the index was written is left out.
 */
export const listTasks =
  ({ tasks, settings }: ListTasksDependencies) =>
  async ({ caller, state, limit, cursor }: ListTasksRequest): Promise<TaskPage> => {
    const { tasks: ofTasks } = await settings()
    const all = caller.groups.includes('compliance')
    const worker = all ? undefined : workerOf(caller, ofTasks)
    if (!all && worker === undefined) return { tasks: [], next: undefined }
    const parts = tasks.parts(worker ? listsOf(worker, ofTasks) : [{ of: 'everybody' }])
    const isWanted = (task: TaskEntry | undefined): task is TaskEntry =>
      task !== undefined &&
      isWaiting(task.state) &&
      (state === undefined || task.state === state) &&
      (worker === undefined || isSeenBy(worker, task))

    const found: TaskEntry[] = []
    let next = cursor
    for (let round = 0; round < ROUNDS; round++) {
      const page = await mergeParts(parts, limit - found.length, next)
      found.push(...(await Promise.all(page.rows.map((row) => tasks.task(row)))).filter(isWanted))
      next = page.next
      if (next === undefined || found.length === limit) break
    }
    return { tasks: found, next }
  }

import type { Caller } from '#shared/domain/access/caller.ts'
import type { TaskEntry } from '#shared/domain/message/journal-entry.ts'
import type { Settings } from '#shared/domain/settings.ts'

/** Somebody whom tasks are for, as the token and the settings name them. */
export interface Worker {
  /** What stands in `assignee` of the tasks they have. */
  readonly id: string
  readonly branchId?: string
  /** Answers for a branch: sees all its tasks, and may take over those of others. */
  readonly isHead: boolean
}

/**
 * Who the caller is to tasks: a manager by the bank's own id; without one, the head of the token's branch, by the id that
 * the settings have for them, so that escalated and taken tasks name the same person.
 * @returns undefined for whoever is neither
 */
export const workerOf = (
  { userId, managerId, branchId, groups }: Caller,
  { branches }: Settings['tasks'],
): Worker | undefined => {
  if (!groups.includes('relationship-manager')) return undefined
  const branch = branchId === undefined ? {} : { branchId }
  if (managerId !== undefined) return { id: managerId, ...branch, isHead: false }
  if (branchId === undefined) return undefined
  const head = Object.hasOwn(branches, branchId) ? branches[branchId]?.head : undefined
  return { id: head ?? userId, ...branch, isHead: true }
}

type Place = Pick<TaskEntry, 'assignee' | 'branchId'>

const isOfBranch = ({ branchId }: Worker, task: Place): boolean =>
  branchId !== undefined && task.branchId === branchId

/** Whether a worker's list shows a task: their own, what nobody of their branch has yet, and to a head all of it. */
export const isSeenBy = (worker: Worker, task: Place): boolean =>
  task.assignee === worker.id || (isOfBranch(worker, task) && (worker.isHead || task.assignee === undefined))

/** What stands between a worker and a task. `unknown`: it is none of their branch's, and they may not hear of it. */
export type TaskRight = 'yes' | 'unknown' | 'of-another' | 'of-nobody'

/** Whether a worker may take a task: their own, an unassigned one of their branch, and for its head anybody's. */
export const mayTake = (worker: Worker, task: Place): TaskRight => {
  if (isSeenBy(worker, task)) return 'yes'
  return isOfBranch(worker, task) ? 'of-another' : 'unknown'
}

/** Whether a worker may complete a task: what they have, and for a head what anybody of the branch has. */
export const mayComplete = (worker: Worker, task: Place): TaskRight => {
  const right = mayTake(worker, task)
  return right === 'yes' && task.assignee === undefined ? 'of-nobody' : right
}

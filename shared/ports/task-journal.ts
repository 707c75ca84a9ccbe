import type { TaskEntry } from '#shared/domain/message/journal-entry.ts'
import type { TaskKey } from '#shared/domain/task/task-id.ts'

export interface Escalation {
  readonly at: Date
  /** Who hears of it; nobody where the branch has no head: it stands in the branch's queue. */
  readonly to: string | undefined
  /** Why, a code for the history. */
  readonly note: string
}

export interface TaskJournal {
  /** @returns undefined when there is no such task; @throws PermanentError `unreadable-task` */
  task(key: TaskKey): Promise<TaskEntry | undefined>
  /**
   * Escalates the task if it still awaits its deadline, else changes nothing.
   * @param task as it was seen at some time
   * @returns whether it did
   */
  escalate(task: TaskKey & Pick<TaskEntry, 'assignee' | 'branchId'>, escalation: Escalation): Promise<boolean>
}

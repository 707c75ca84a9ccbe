import type { TaskEntry } from '#shared/domain/message/journal-entry.ts'

/** Key of a task in the journal. */
export type TaskKey = Pick<TaskEntry, 'customerId' | 'entry'>

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
  /** Escalates the task if it is open, else changes nothing. @returns whether it did */
  escalate(key: TaskKey, escalation: Escalation): Promise<boolean>
}

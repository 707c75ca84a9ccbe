import type { TaskEntry } from '#shared/domain/message/journal-entry.ts'
import type { TaskOutcome } from '#shared/domain/task/outcome.ts'
import type { TaskKey } from '#shared/domain/task/task-id.ts'
import type { AuditEntry } from '#shared/ports/audit.ts'

/** What somebody has to look after: their own tasks, what nobody of a branch has yet, or whatever waits at all. */
export type TaskList =
  | { readonly of: 'manager' | 'branch'; readonly id: string }
  | { readonly of: 'nobody' | 'everybody' }

/** A waiting task as the index has it; the index may be a moment behind. */
export interface TaskRow extends TaskKey {
  /** ISO 8601 in UTC with milliseconds, so that instants sort as texts do. */
  readonly due: string
}

/** Where to go on in one part of a list: `from` this deadline on, `beyond` it, or after one of the tasks that have it. */
export interface TaskPosition {
  readonly due: string
  readonly after: TaskKey | 'from' | 'beyond'
}

/** A part of a list whose tasks are in the order of their deadlines. */
export interface TaskListPart {
  /** Stable: it stands in cursors. */
  readonly name: string
  page(from: TaskPosition | undefined, limit: number): Promise<readonly TaskRow[]>
}

/** What somebody does to a task. */
export type TaskStep =
  | { readonly to: 'taken'; readonly at: Date; readonly assignee: string }
  | {
      readonly to: 'done'
      readonly at: Date
      readonly outcome: TaskOutcome
      readonly reference?: string | undefined
    }

/** The tasks of the journal as people work on them. */
export interface TaskDesk {
  /** The parts that together hold these lists. */
  parts(lists: readonly TaskList[]): readonly TaskListPart[]
  /** @returns undefined when there is no such task, or none that can be read */
  task(key: TaskKey): Promise<TaskEntry | undefined>
  /**
   * Takes a step, with the line about it in the audit table, and the counters of what came of it: all or nothing.
   * @param task as it was seen: where its state or who has it has changed since, nothing is done
   * @returns whether it was done
   */
  move(task: TaskEntry, step: TaskStep, audit: AuditEntry): Promise<boolean>
}

import * as z from 'zod/mini'
import { type TaskEntry, taskEntrySchema } from '#shared/domain/message/journal-entry.ts'
import { awaitsDeadline } from '#shared/domain/task/lifecycle.ts'
import type { TaskKey } from '#shared/domain/task/task-id.ts'
import type { TaskJournal } from '#shared/ports/task-journal.ts'

export interface InMemoryTasks extends TaskJournal {
  put(task: TaskEntry): void
  all(): TaskEntry[]
}

const word = ({ customerId, entry }: TaskKey): string => JSON.stringify([customerId, entry])

/** The journal's tasks in memory, with the table's condition; test/integration holds both to the same behaviour. */
export const createInMemoryTasks = (...tasks: readonly TaskEntry[]): InMemoryTasks => {
  const items = new Map(tasks.map((task) => [word(task), task]))
  return {
    put: (task) => void items.set(word(task), task),
    all: () => [...items.values()],
    task: async (key) => {
      const task = items.get(word(key))
      return task && z.parse(taskEntrySchema, task)
    },
    escalate: async (key, { at, to, note }) => {
      const task = items.get(word(key))
      if (!task || !awaitsDeadline(task)) return false
      items.set(word(key), {
        ...task,
        state: 'escalated',
        ...(to === undefined ? {} : { escalatedTo: to }),
        history: [...task.history, { state: 'escalated', at: at.toISOString(), note }],
      })
      return true
    },
  }
}

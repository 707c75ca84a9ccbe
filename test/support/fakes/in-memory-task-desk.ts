import type { TaskEntry } from '#shared/domain/message/journal-entry.ts'
import { isWaiting, taskStatesBefore } from '#shared/domain/task/lifecycle.ts'
import type { TaskKey } from '#shared/domain/task/task-id.ts'
import type { AuditEntry } from '#shared/ports/audit.ts'
import type { TaskDesk, TaskList, TaskListPart, TaskRow, TaskStep } from '#shared/ports/task-desk.ts'

export interface InMemoryTaskDesk extends TaskDesk {
  readonly audited: readonly AuditEntry[]
  readonly all: () => readonly TaskEntry[]
  /** As the index had it a moment ago. */
  keepIndex(): void
}

const word = ({ customerId, entry }: TaskKey): string => `${customerId}\n${entry}`

const isIn = (list: TaskList, { assignee, branchId }: TaskEntry): boolean => {
  if (list.of === 'everybody') return true
  if (list.of === 'manager') return assignee === list.id
  if (assignee !== undefined) return false
  return list.of === 'branch' ? branchId === list.id : branchId === undefined
}

const nameOf = (list: TaskList): string => ('id' in list ? `${list.of}#${list.id}` : list.of)

const stepped = (task: TaskEntry, step: TaskStep): TaskEntry => ({
  ...task,
  state: step.to,
  history: [...task.history, { state: step.to, at: step.at.toISOString() }],
  ...(step.to === 'taken' ? { assignee: step.assignee } : {}),
  ...(step.to === 'done' ? { outcome: step.outcome } : {}),
  ...(step.to === 'done' && step.reference !== undefined ? { reference: step.reference } : {}),
})

/** The desk in memory, with the table's conditions; test/integration holds both to the same behaviour. */
export const createInMemoryTaskDesk = (...tasks: readonly TaskEntry[]): InMemoryTaskDesk => {
  const items = new Map(tasks.map((task) => [word(task), task]))
  const audited: AuditEntry[] = []
  let index: readonly TaskEntry[] | undefined

  const partOf = (list: TaskList): TaskListPart => ({
    name: nameOf(list),
    page: async (from, limit): Promise<readonly TaskRow[]> => {
      const rows = (index ?? [...items.values()])
        .filter((task) => isWaiting(task.state) && isIn(list, task))
        .map(({ customerId, entry, dueAt }) => ({ customerId, entry, due: dueAt }))
        .sort((one, other) => (`${one.due} ${word(one)}` < `${other.due} ${word(other)}` ? -1 : 1))
      if (from === undefined) return rows.slice(0, limit)
      const { due, after } = from
      if (after === 'beyond') return rows.filter((row) => row.due > due).slice(0, limit)
      const rest = rows.filter((row) => row.due >= due)
      if (after === 'from') return rest.slice(0, limit)
      return rest.filter((row) => row.due > due || word(row) > word(after)).slice(0, limit)
    },
  })

  return {
    audited,
    all: () => [...items.values()],
    keepIndex: () => {
      index = [...items.values()]
    },
    parts: (lists) => lists.map(partOf),
    task: async (key) => items.get(word(key)),
    move: async (task, step, audit) => {
      const stored = items.get(word(task))
      const isAsSeen = stored?.state === task.state && stored.assignee === task.assignee
      if (!stored || !isAsSeen || !taskStatesBefore(step.to).includes(stored.state)) return false
      items.set(word(task), stepped(stored, step))
      audited.push(audit)
      return true
    },
  }
}

import { attempt, type WorkDependencies, workThrough } from '#functions/release-due/work-through.ts'
import type { TaskEntry } from '#shared/domain/message/journal-entry.ts'
import { awaitsDeadline } from '#shared/domain/task/lifecycle.ts'
import type { CampaignStore } from '#shared/ports/campaign-store.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { DueEntry, DueIndex } from '#shared/ports/due-index.ts'
import type { TaskJournal } from '#shared/ports/task-journal.ts'

export interface EscalateDependencies extends WorkDependencies {
  readonly due: Pick<DueIndex, 'overdueTasks'>
  readonly tasks: TaskJournal
  readonly campaigns: Pick<CampaignStore, 'settings'>
  readonly clock: Clock
}

/**
 * Escalates tasks whose deadline has passed, taken or not, to the head of their branch, each once.
 * @returns since when the oldest of them was due
 */
export const escalateTasks = (dependencies: EscalateDependencies) => {
  const { due, tasks, campaigns, clock, counters } = dependencies
  const tryTo = attempt(dependencies)

  const headOf = async ({ branchId }: TaskEntry): Promise<string | undefined> => {
    if (branchId === undefined) return undefined
    const { branches } = (await campaigns.settings()).tasks
    return branches[branchId]?.head
  }

  const escalate = async (entry: DueEntry): Promise<void> => {
    const task = await tasks.task(entry)
    if (task === undefined || !awaitsDeadline(task)) return
    const at = clock(new Date(task.dueAt))
    const escalated = await tasks.escalate(task, { at, to: await headOf(task), note: 'overdue' })
    if (escalated) counters.count('TasksEscalated')
  }

  return (upTo: Date): Promise<Date | undefined> =>
    workThrough(
      due.overdueTasks(upTo),
      async (page) => void (await Promise.all(page.map((entry) => tryTo(entry, () => escalate(entry))))),
      dependencies,
    )
}

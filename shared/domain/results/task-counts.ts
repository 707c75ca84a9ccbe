import type { CounterName } from '#shared/domain/results/counters.ts'
import type { TaskOutcome } from '#shared/domain/task/outcome.ts'

/** What is counted of a campaign where a task of it ends, by its outcome. */
export const outcomeCounts: Readonly<Record<TaskOutcome, readonly CounterName[]>> = {
  reached: ['tasksDone', 'tasksReached'],
  'not-reached': ['tasksDone'],
  interested: ['tasksDone', 'tasksReached', 'tasksInterested'],
  'not-interested': ['tasksDone', 'tasksReached'],
  'handed-on': ['tasksDone', 'tasksReached'],
  'wrong-contact': ['tasksDone'],
  'no-longer-needed': ['tasksDone'],
}

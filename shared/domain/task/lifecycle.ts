import * as z from 'zod/mini'

/**
 * `open`: whoever was assigned has not spoken for it, or nobody is. `taken`: somebody has said that they do it.
 * `escalated`: its deadline passed. `done`: with an outcome.
 */
export const taskStateSchema = z.enum(['open', 'taken', 'escalated', 'done'])
export type TaskState = z.infer<typeof taskStateSchema>

/**
 * Where a task may go from where it is. One that was taken still has its deadline. `taken → taken` is another person: the
 * head of the branch takes over. Who takes an overdue task ends its being reported, not its having been late.
 */
export const taskTransitions: Readonly<Record<TaskState, readonly TaskState[]>> = {
  open: ['taken', 'escalated', 'done'],
  taken: ['taken', 'escalated', 'done'],
  escalated: ['taken', 'done'],
  done: [],
}

/** The states from which a task may go to `to`; conditional writes name exactly these. */
export const taskStatesBefore = (to: TaskState): TaskState[] =>
  taskStateSchema.options.filter((from) => taskTransitions[from].includes(to))

/** Whether a task still waits for somebody: only such a one stands in the index of who has what. */
export const isWaiting = (state: TaskState): boolean => taskTransitions[state].length > 0

/** Whether its deadline is still to be looked after: it is reported once, also where somebody took it after that. */
export const awaitsDeadline = ({
  state,
  history,
}: {
  readonly state: TaskState
  readonly history: readonly { readonly state: TaskState }[]
}): boolean =>
  taskTransitions[state].includes('escalated') && history.every((step) => step.state !== 'escalated')

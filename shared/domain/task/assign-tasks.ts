import type { UnassignedTask } from '#shared/domain/decision/decision-record.ts'

/** New tasks of one decision for one manager. */
export interface ManagerLoad {
  readonly manager: string
  /** The bank's date that they count on, YYYY-MM-DD. */
  readonly day: string
  readonly tasks: number
  /** How many the manager gets on that day altogether. */
  readonly perManager: number
}

export interface Assignment {
  /** Per task, in their order; undefined where all in line are full, or nobody is: the branch's queue. */
  readonly assignees: readonly (string | undefined)[]
  /** One for each manager and day, whatever the number of tasks. */
  readonly loads: readonly ManagerLoad[]
}

type Taken = (manager: string, day: string) => number

/**
 * Gives each task to the first in its line who has room that day, those of the same decision counted.
 * @param taken how many tasks of the day somebody has already, as far as that is known; it may only have grown since
 */
export const assignTasks = (
  tasks: readonly Pick<UnassignedTask, 'line' | 'day' | 'perManager'>[],
  taken: Taken,
): Assignment => {
  const loads = new Map<string, ManagerLoad>()
  const assignees = tasks.map(({ line, day, perManager }) => {
    for (const manager of line) {
      const name = `${day} ${manager}`
      const load = loads.get(name) ?? { manager, day, tasks: 0, perManager }
      if (taken(manager, day) + load.tasks >= perManager) continue
      loads.set(name, { ...load, tasks: load.tasks + 1 })
      return manager
    }
    return undefined
  })
  return { assignees, loads: [...loads.values()] }
}

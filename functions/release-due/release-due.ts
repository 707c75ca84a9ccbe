import { type EscalateDependencies, escalateTasks } from '#functions/release-due/escalate-tasks.ts'
import { type ReleaseDependencies, releaseHeld } from '#functions/release-due/release-held.ts'
import type { DueIndex } from '#shared/ports/due-index.ts'

export interface ReleaseDueDependencies extends ReleaseDependencies, EscalateDependencies {
  readonly due: DueIndex
}

/**
 * Does all that has become due: releases held messages, escalates overdue tasks. There is no place to go on from: what
 * is not done still stands in the index, and the next tick finds it.
 */
export const releaseDue = (dependencies: ReleaseDueDependencies) => {
  const release = releaseHeld(dependencies)
  const escalate = escalateTasks(dependencies)

  /** @param now the schedule's time, not the clock's: what is due is the same for a tick that comes again */
  return async (now: Date): Promise<void> => {
    const waiting: (Date | undefined)[] = []
    try {
      waiting.push(await release(now))
    } finally {
      waiting.push(await escalate(now))
    }
    const ages = waiting.map((since) => (since ? (now.getTime() - since.getTime()) / 1000 : 0))
    dependencies.counters.count('DueWorkAge', Math.max(...ages))
  }
}

import { type EscalateDependencies, escalateTasks } from '#functions/release-due/escalate-tasks.ts'
import { markUnconfirmed, type UnconfirmedDependencies } from '#functions/release-due/mark-unconfirmed.ts'
import { type ReleaseDependencies, releaseHeld } from '#functions/release-due/release-held.ts'
import { type SettleDependencies, settleMessages } from '#functions/release-due/settle-messages.ts'
import type { DueIndex } from '#shared/ports/due-index.ts'
import type { MessageJournal } from '#shared/ports/message-journal.ts'
import type { UnsettledMessages } from '#shared/ports/unsettled-messages.ts'

export interface ReleaseDueDependencies
  extends ReleaseDependencies,
    SettleDependencies,
    UnconfirmedDependencies,
    EscalateDependencies {
  readonly due: DueIndex
  readonly journal: MessageJournal
  readonly unsettled: UnsettledMessages
}

/**
 * Does all that has become due: releases held messages, looks after those that should be on their way, escalates overdue
 * tasks. There is no place to go on from: what is not done still stands in the index, and the next tick finds it.
 */
export const releaseDue = (dependencies: ReleaseDueDependencies) => {
  // What customers wait for comes first.
  const parts = [
    releaseHeld(dependencies),
    settleMessages(dependencies),
    markUnconfirmed(dependencies),
    escalateTasks(dependencies),
  ]

  /**
   * @param now the schedule's time, not the clock's: what is due is the same for a tick that comes again
   * @throws the first error of a part, after all others have been done
   */
  return async (now: Date): Promise<void> => {
    const waiting: (Date | undefined)[] = []
    const errors: unknown[] = []
    for (const part of parts)
      try {
        waiting.push(await part(now))
      } catch (error) {
        errors.push(error)
      }
    if (errors.length > 0) throw errors[0]
    const ages = waiting.map((since) => (since ? (now.getTime() - since.getTime()) / 1000 : 0))
    dependencies.counters.count('DueWorkAge', Math.max(...ages))
  }
}

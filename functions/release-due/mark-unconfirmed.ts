import { attempt, type WorkDependencies, workThrough } from '#functions/release-due/work-through.ts'
import type { DueEntry, DueIndex } from '#shared/ports/due-index.ts'
import type { UnsettledMessages } from '#shared/ports/unsettled-messages.ts'

export interface UnconfirmedDependencies extends WorkDependencies {
  readonly due: Pick<DueIndex, 'unconfirmedMessages'>
  readonly unsettled: Pick<UnsettledMessages, 'markUnconfirmed'>
}

/**
 * Writes down of sent messages that no word of them has come. What comes later is written all the same.
 * @returns since when the oldest of them was due
 */
export const markUnconfirmed = (dependencies: UnconfirmedDependencies) => {
  const { due, unsettled, counters } = dependencies
  const tryTo = attempt(dependencies)

  const mark = async (entry: DueEntry, upTo: Date): Promise<void> => {
    if (await unsettled.markUnconfirmed(entry, upTo)) counters.count('MessagesUnconfirmed')
  }

  return (upTo: Date): Promise<Date | undefined> =>
    workThrough(
      due.unconfirmedMessages(upTo),
      async (page) => void (await Promise.all(page.map((entry) => tryTo(entry, () => mark(entry, upTo))))),
      dependencies,
    )
}

import type { MemoryJournal } from '#functions/simulate/memory/journal.ts'
import type { DueEntry, DueIndex, DuePages } from '#shared/ports/due-index.ts'

const PAGE = 100

const byDue = (left: DueEntry, right: DueEntry): number =>
  left.due.getTime() - right.due.getTime() ||
  (`${left.entry} ${left.customerId}` < `${right.entry} ${right.customerId}` ? -1 : 1)

async function* pagesOf(entries: readonly DueEntry[]): DuePages {
  for (let start = 0; start < entries.length; start += PAGE) yield entries.slice(start, start + PAGE)
}

/**
 * What of a journal in memory waits for a time. Nothing is lost on the way here, and no provider speaks, so that no
 * message needs looking after; nobody takes tasks, so that none is overdue.
 */
export const createMemoryDueIndex = (journal: Pick<MemoryJournal, 'held'>): DueIndex => ({
  heldMessages: (upTo) => [
    pagesOf(
      journal
        .held()
        .flatMap(({ customerId, entry, heldUntil }) =>
          heldUntil !== undefined && new Date(heldUntil) <= upTo
            ? [{ customerId, entry, due: new Date(heldUntil) }]
            : [],
        )
        .sort(byDue),
    ),
  ],
  overdueTasks: () => [],
  unsettledMessages: () => [],
  unconfirmedMessages: () => [],
})

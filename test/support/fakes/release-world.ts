import type { ReleaseDueDependencies } from '#functions/release-due/release-due.ts'
import type { MessageEntry, TaskEntry } from '#shared/domain/message/journal-entry.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import type { Delivery } from '#shared/ports/decision-recorder.ts'
import type { DueEntry, DuePages } from '#shared/ports/due-index.ts'
import { createCounts, createInMemoryCampaigns, createLogSink } from '#test/support/fakes/delivery-world.ts'
import { createInMemoryJournal } from '#test/support/fakes/in-memory-journal.ts'
import { createInMemoryTasks } from '#test/support/fakes/in-memory-tasks.ts'
import { createInMemoryUnsettled } from '#test/support/fakes/in-memory-unsettled.ts'

const SHARDS = 2
const PAGE = 3

export interface ReleaseWorldOptions {
  readonly messages?: readonly MessageEntry[]
  readonly tasks?: readonly TaskEntry[]
  readonly settings?: Settings
  /** Wall clock; where it is not given, things happen at the time at which they were due. */
  readonly now?: Date
}

const dueUpTo = (waiting: readonly DueEntry[], upTo: Date): DueEntry[] =>
  waiting.filter(({ due }) => due <= upTo).sort((left, right) => left.due.getTime() - right.due.getTime())

/** Everything release-due needs, kept in memory, with what came of it to look at. */
export const createReleaseWorld = ({ messages = [], tasks = [], settings, now }: ReleaseWorldOptions) => {
  const journal = createInMemoryJournal(...messages)
  const unsettled = createInMemoryUnsettled(journal)
  const taskJournal = createInMemoryTasks(...tasks)
  const queued: Delivery[] = []
  const refused = new Set<string>()
  const indexFaults: Error[] = []
  /** Entries that stand in the index though they wait no more: it is a moment behind. */
  const leftOver: DueEntry[] = []
  let pagesRead = 0

  const pagesOf = (waiting: () => readonly DueEntry[], upTo: Date): DuePages[] =>
    Array.from({ length: SHARDS }, async function* (_, shard) {
      const fault = shard === 0 ? indexFaults.shift() : undefined
      if (fault) throw fault
      const own = dueUpTo(waiting(), upTo).filter((_entry, place) => place % SHARDS === shard)
      for (let start = 0; start < own.length; start += PAGE) {
        pagesRead++
        yield own.slice(start, start + PAGE)
      }
    } as (_: unknown, shard: number) => DuePages)

  const held = (): DueEntry[] => [
    ...leftOver,
    ...journal
      .all()
      .flatMap(({ customerId, entry, state, heldUntil }) =>
        state === 'held' && heldUntil ? [{ customerId, entry, due: new Date(heldUntil) }] : [],
      ),
  ]
  const open = (): DueEntry[] =>
    taskJournal
      .all()
      .flatMap(({ customerId, entry, state, dueAt }) =>
        state === 'open' ? [{ customerId, entry, due: new Date(dueAt) }] : [],
      )

  const counters = createCounts()
  const log = createLogSink()
  const dependencies: ReleaseDueDependencies = {
    due: {
      heldMessages: (upTo) => pagesOf(held, upTo),
      overdueTasks: (upTo) => pagesOf(open, upTo),
      unsettledMessages: (upTo) => pagesOf(() => unsettled.entries('settle'), upTo),
      unconfirmedMessages: (upTo) => pagesOf(() => unsettled.entries('confirm'), upTo),
    },
    journal,
    unsettled,
    givesFeedback: (channel) => channel !== 'inapp',
    tasks: taskJournal,
    campaigns: createInMemoryCampaigns(settings ?? defaultSettings),
    queues: {
      enqueue: async (deliveries) => {
        queued.push(...deliveries.filter(({ customerId }) => !refused.has(customerId)))
        return deliveries.filter(({ customerId }) => refused.has(customerId))
      },
    },
    clock: now ? () => now : (factTime) => factTime,
    hasTime: () => true,
    describeError: (error) => ({ error: (error as Error).name }),
    counters,
    log,
  }
  return {
    dependencies,
    journal,
    unsettled,
    tasks: taskJournal,
    queued,
    log,
    counts: counters.counts,
    pagesRead: () => pagesRead,
    leaveInIndex: (entry: DueEntry) => void leftOver.push(entry),
    /** The queues take nothing of these customers until told otherwise. */
    refuse: (...customers: readonly string[]) => {
      refused.clear()
      for (const customer of customers) refused.add(customer)
    },
    /** The next look into the index fails. */
    failIndexOnce: (error: Error) => void indexFaults.push(error),
  }
}

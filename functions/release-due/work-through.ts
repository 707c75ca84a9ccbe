import type { Counters } from '#shared/ports/counters.ts'
import type { DueEntry, DuePages } from '#shared/ports/due-index.ts'
import type { Log, LogFields } from '#shared/ports/log.ts'

export interface WorkDependencies {
  readonly counters: Counters
  readonly log: Log
  /** An error as it may be logged. */
  readonly describeError: (error: unknown) => LogFields
  /** False when the run must end: what is left is the next tick's. */
  readonly hasTime: () => boolean
}

/**
 * Works through what is due, shard beside shard, page by page, until all is done or time is up.
 * @returns since when the oldest of it was due; undefined where nothing was
 * @throws the first error of a shard, after all others have come to their end
 */
export const workThrough = async (
  shards: readonly DuePages[],
  work: (page: readonly DueEntry[]) => Promise<void>,
  { hasTime }: Pick<WorkDependencies, 'hasTime'>,
): Promise<Date | undefined> => {
  const oldest: Date[] = []
  const workShard = async (pages: DuePages): Promise<void> => {
    for await (const page of pages) {
      if (page[0]) oldest.push(page[0].due)
      if (!hasTime()) return
      await work(page)
    }
  }
  const ends = await Promise.allSettled(shards.map(workShard))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return oldest.sort((left, right) => left.getTime() - right.getTime())[0]
}

/** Does one entry's part; what goes wrong with it is said and left to the next tick, and nobody else waits for it. */
export const attempt =
  ({ counters, log, describeError }: WorkDependencies) =>
  async <T>({ customerId, entry }: Pick<DueEntry, 'customerId' | 'entry'>, part: () => Promise<T>) => {
    try {
      return await part()
    } catch (error) {
      counters.count('DueWorkFailed')
      log.warn('what is due is left to the next tick', { customerId, entry, ...describeError(error) })
      return undefined
    }
  }

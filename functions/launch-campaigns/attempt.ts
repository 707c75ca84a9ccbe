import type { Counters } from '#shared/ports/counters.ts'
import type { Log, LogFields } from '#shared/ports/log.ts'

export interface WorkDependencies {
  readonly counters: Counters
  readonly log: Log
  /** An error as it may be logged. */
  readonly describeError: (error: unknown) => LogFields
  /** False when the run must end: what is left is the next tick's. */
  readonly hasTime: () => boolean
}

/** Does one campaign's part; what goes wrong with it is said and left to the next tick, and no other campaign waits for it. */
export const attempt =
  ({ counters, log, describeError }: WorkDependencies) =>
  async <T>(campaignId: string, part: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await part()
    } catch (error) {
      counters.count('CampaignWorkFailed')
      log.warn('what is due of a campaign is left to the next tick', { campaignId, ...describeError(error) })
      return undefined
    }
  }

/**
 * Works through what is due, one after the other: campaigns are few.
 * @returns since when the oldest of it was due; undefined where nothing was
 */
export const workThrough = async <T extends { readonly campaignId: string; readonly due: Date }>(
  pages: AsyncIterable<readonly T[]>,
  work: (due: T) => Promise<unknown>,
  dependencies: WorkDependencies,
): Promise<Date | undefined> => {
  const tryTo = attempt(dependencies)
  let oldest: Date | undefined
  for await (const page of pages)
    for (const due of page) {
      oldest ??= due.due
      if (!dependencies.hasTime()) return oldest
      await tryTo(due.campaignId, () => work(due))
    }
  return oldest
}

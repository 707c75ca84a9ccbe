import * as z from 'zod/mini'
import { hypothesisOf } from '#shared/domain/reach/hypothesis.ts'
import { reachWorkSchema, withPage } from '#shared/domain/reach/reach-job.ts'
import type { CustomerPages } from '#shared/ports/customer-pages.ts'
import type { QueuedWork } from '#shared/ports/queued-work.ts'
import type { ReachJobs, ReachQueue } from '#shared/ports/reach-jobs.ts'

export interface CountDependencies {
  readonly reachJobs: ReachJobs
  readonly reachQueue: ReachQueue
  readonly pages: CustomerPages
  /** Wall clock in epoch milliseconds. */
  readonly now: () => number
}

/** What fits into a page of 1 MB, and more. */
const PAGE = 4_000

/** Kept for the page at hand when the function's time runs out, in milliseconds. */
const LAST_PAGE_MS = 20_000

/** Whether a message of the queue is about a count, and not about a launch. */
export const isReachWork = (body: string): boolean => z.safeParse(reachWorkSchema, JSON.parse(body)).success

/**
 * Counts one part of the customers for an exact reach, page by page, until it is done or its time is up; what is left goes
 * on with a new message. Nothing is decided for good and nobody hears anything. Each page is written over the one before
 * it, so that of two workers on one part the slower one stops.
 * @param remaining time that is left to the function, in milliseconds
 */
export const countReach = async (
  { body }: Pick<QueuedWork, 'body'>,
  { reachJobs, reachQueue, pages, now }: CountDependencies,
  remaining: () => number,
): Promise<void> => {
  const work = z.parse(reachWorkSchema, JSON.parse(body))
  const job = await reachJobs.job(work.reachId)
  if (!job) return
  const hypothesis = hypothesisOf(job.campaign, job.settings, new Date(job.at))
  let part = await reachJobs.part(work.reachId, work.part)
  while (part.state === 'waiting') {
    if (remaining() < LAST_PAGE_MS) return reachQueue.send([work])
    const page = await pages.page({ part: work.part, parts: job.parts, cursor: part.cursor, limit: PAGE })
    const next = withPage(part, page, hypothesis, new Date(now()))
    if (!(await reachJobs.advance(work.reachId, part, next))) return
    part = next
  }
}

import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { ScanCursor } from '#shared/domain/launch/launch-part.ts'
import { chooseParts } from '#shared/domain/reach/choose-parts.ts'
import { countCustomer, raise, type Tally, UNREADABLE } from '#shared/domain/reach/count-customer.ts'
import type { Cluster } from '#shared/domain/reach/estimate.ts'
import { type Hypothesis, hypothesisOf } from '#shared/domain/reach/hypothesis.ts'
import { type ReachReport, reachReport } from '#shared/domain/reach/report.ts'
import type { CustomerItems } from '#shared/ports/customer-count.ts'
import type { CustomerPages } from '#shared/ports/customer-pages.ts'
import type { SettingsStore } from '#shared/ports/settings-store.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

export interface SampleDependencies {
  readonly pages: CustomerPages
  readonly customerItems: CustomerItems
  readonly settingsStore: Pick<SettingsStore, 'read'>
  /** Wall clock in epoch milliseconds, by which an estimate must be there in time. */
  readonly wallClock: () => number
}

/** The table is cut into parts of about so many items: a page of them is read at once (1 MB at most). */
const ITEMS_OF_A_PART = 500
/** DynamoDB's own bound. */
const MOST_PARTS = 1_000_000
/** Within a percent or two, whatever the share is. */
const CUSTOMERS = 5_000
/** No part is begun after this, and none goes on after the other, in milliseconds: an answer is there within 3 s. */
const BEGUN_WITHIN = 1_800
const DONE_WITHIN = 2_500
/** Requests at a time; fewer where the first part took longer than a hundred milliseconds alone. */
const WORKERS = 8
const WORKERS_TIMES_PACE = 800

interface Run {
  readonly pages: CustomerPages
  readonly of: number
  readonly hypothesis: Hypothesis
  /** Milliseconds since it began. */
  readonly elapsed: () => number
  readonly charge: (readUnits: number) => void
}

/** @returns undefined where time was up before the part was counted whole: half of one would say something else */
const countPart = async (
  part: number,
  { pages, of, hypothesis, elapsed, charge }: Run,
): Promise<Cluster | undefined> => {
  const tally: Tally = {}
  let customers = 0
  let cursor: ScanCursor | undefined
  do {
    if (elapsed() > DONE_WITHIN) return undefined
    const page = await pages.page({ part, parts: of, cursor, limit: ITEMS_OF_A_PART * 2 })
    for (const profile of page.profiles) countCustomer(tally, profile, hypothesis)
    if (page.unreadable.length > 0) raise(tally, UNREADABLE, page.unreadable.length)
    customers += page.profiles.length + page.unreadable.length
    charge(page.readUnits)
    cursor = page.next
  } while (cursor !== undefined)
  return { customers, counts: tally }
}

/** Reads parts until there are customers enough, or the time is up. The first one alone shows how fast the table is read. */
const takeSample = async (run: Run, seed: number): Promise<readonly Cluster[]> => {
  const clusters: Cluster[] = []
  const parts = chooseParts(run.of, seed)
  let customers = 0
  const next = async (): Promise<boolean> => {
    const part = parts.next()
    const cluster = part.done ? undefined : await countPart(part.value, run)
    if (!cluster) return false
    clusters.push(cluster)
    customers += cluster.customers
    return true
  }
  if (!(await next())) return clusters
  const pace = run.elapsed()
  const goesOn = (): boolean =>
    customers < CUSTOMERS && run.elapsed() < BEGUN_WITHIN && run.elapsed() + pace < DONE_WITHIN
  const work = async (): Promise<void> => {
    while (goesOn() && (await next()));
  }
  const workers = Math.min(WORKERS, Math.max(1, Math.floor(WORKERS_TIMES_PACE / Math.max(1, pace))))
  await Promise.all(Array.from({ length: workers }, work))
  return clusters
}

/**
 * Whom a campaign would reach, estimated from parts of the customers table that the seed chooses: each customer in them is
 * decided about by the engine's own `decide`, and nothing is written. Answers within three seconds, from about
 * 5,000 customers, or as many as there was time for.
 * @param seed the same parts for the same seed, so that two drafts are compared by the same customers
 * @throws Refusal `too-slow` where not one part could be counted in time
 */
export const sampleReach = async (
  { pages, customerItems, settingsStore, wallClock }: SampleDependencies,
  campaign: Campaign,
  { now, seed }: { readonly now: Date; readonly seed: number },
): Promise<ReachReport> => {
  const begun = wallClock()
  const elapsed = (): number => wallClock() - begun
  const [{ settings }, items] = await Promise.all([settingsStore.read(), customerItems()])
  const of = Math.min(MOST_PARTS, Math.max(1, Math.ceil(items / ITEMS_OF_A_PART)))
  const hypothesis = hypothesisOf(campaign, settings, now)
  let readUnits = 0
  const charge = (units: number): void => {
    readUnits += units
  }
  const clusters = await takeSample({ pages, of, hypothesis, elapsed, charge }, seed)
  if (clusters.length === 0)
    throw new Refusal('conflict', 'too-slow', 'Not one part of the customers could be read in time')
  return reachReport({ clusters, of }, hypothesis, { readUnits, took: elapsed() })
}

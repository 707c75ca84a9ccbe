import type { LaunchDependencies } from '#functions/run-launch/dependencies.ts'
import { enqueueAll } from '#functions/run-launch/enqueue-all.ts'
import { campaignIndex } from '#shared/domain/campaign/compile.ts'
import { decide } from '#shared/domain/decision/decide.ts'
import { RetryableError } from '#shared/domain/errors.ts'
import { launchSignal } from '#shared/domain/launch/launch-signal.ts'
import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import type { CustomerPage } from '#shared/ports/customer-pages.ts'
import type { Delivery, RecordedDecision } from '#shared/ports/decision-recorder.ts'
import type { LaunchView } from '#shared/ports/launch-watch.ts'
import { inParallel } from '#shared/use-cases/in-parallel.ts'
import { isPermanent } from '#shared/use-cases/permanent.ts'
import { settleDecision } from '#shared/use-cases/settle-decision.ts'

/** Decisions of one page that are recorded at a time: enough to hide DynamoDB's latency. */
const CONCURRENCY = 25

/** Where a customer is counted whose profile cannot be read, or whose decision the store refuses for good. */
export const UNREADABLE = 'unreadable'

export interface PageAtHand {
  readonly view: LaunchView
  readonly page: CustomerPage
  /** Some of it may have been decided before, by somebody who died or failed half-way. */
  readonly again: boolean
  /** After that somebody else may begin with it, in epoch milliseconds: nothing may be recorded any more. */
  readonly until: number
}

/**
 * Decides about every customer of a page. Only decisions about those whose audience condition holds are recorded; the
 * others are counted by the gate where they fell (docs/adr/0024). Of a page that was begun before, what was recorded then
 * counts, whatever a second decision would say.
 * @returns how many customers came to what
 * @throws RetryableError where messages found no queue, or the time is over; nothing is lost, and it may be done again
 */
export const decidePage = async (
  { view, page, again, until }: PageAtHand,
  { recorder, journal, deliveries: queues, clock, now, counters, log }: LaunchDependencies,
): Promise<Record<string, number>> => {
  const { launch, campaigns, settings } = view
  const index = campaignIndex(campaigns)
  const decidedAt = clock(new Date(launch.at))
  const settling = { recorder, index, count: counters.count.bind(counters) }
  const funnel: Record<string, number> = {}
  const deliveries: Delivery[] = []

  const decideOn = async (profile: CustomerProfile): Promise<Pick<RecordedDecision, 'result'>> => {
    const signal = launchSignal(launch, profile.customerId)
    const decision = decide({ signal, profile, settings, now: decidedAt }, index)
    if (decision.matched === 0) {
      const before = again ? await journal.recorded(signal) : undefined
      if (!before) return { result: decision.fates()[0]?.fate ?? 'no-campaign' }
      deliveries.push(...before.deliveries)
      return before
    }
    if (now() > until) throw new RetryableError('conflict')
    const settled = await settleDecision(decision, undefined, settling)
    deliveries.push(...settled.deliveries)
    return settled
  }

  const countOf = async (profile: CustomerProfile): Promise<void> => {
    let result: string
    try {
      result = (await decideOn(profile)).result
    } catch (error) {
      if (!isPermanent(error)) throw error
      log.warn('a decision is refused for good', { customerId: profile.customerId, error: error.name })
      result = UNREADABLE
    }
    funnel[result] = (funnel[result] ?? 0) + 1
  }

  await inParallel(page.profiles, CONCURRENCY, countOf)
  for (const customerId of page.unreadable) {
    log.warn('a profile cannot be read', { customerId, launchId: launch.launchId })
    funnel[UNREADABLE] = (funnel[UNREADABLE] ?? 0) + 1
  }
  await enqueueAll(deliveries, queues)
  return funnel
}

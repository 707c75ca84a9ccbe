import type { BatchContext } from '#functions/react-to-events/dependencies.ts'
import { type Kept, keepFacts } from '#functions/react-to-events/keep-facts.ts'
import { type Found, lowBalanceFacts, type Moment, momentsOf } from '#functions/react-to-events/moments.ts'
import { customerOf, type Work } from '#functions/react-to-events/read-records.ts'
import type { CalendarDue } from '#shared/domain/calendar/calendar-due.ts'
import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import type { Delivery } from '#shared/ports/decision-recorder.ts'

/** Shares the cost of a customer's write among the events that shared it, so that quiet ones show what they cost. */
const countKept = (
  events: number,
  quiet: number,
  kept: Kept | undefined,
  count: BatchContext['count'],
): void => {
  count('EventsQuiet', quiet)
  if (!kept) return
  count('QuietWriteUnits', (kept.writeUnits * quiet) / events)
  if (!kept.changed) count('StaleEvents', events)
  if (!kept.view.known()) count('EventsBeforeProfile', events)
}

/** The profile with everything that the moments themselves say in it, before the first of them is decided. */
const profileToDecideBy = async (
  customerId: string,
  moments: readonly Moment[],
  kept: Kept | undefined,
  { profiles, reader }: BatchContext,
): Promise<CustomerProfile> => {
  const lowBalances = lowBalanceFacts(moments)
  if (lowBalances.length > 0) return (await profiles.apply(customerId, lowBalances)).view.profile()
  return kept ? kept.view.profile() : reader.profile(customerId)
}

/** Only once the raise is decided: a run that dies before finds the old tier again, and the same raise. */
const keepTiers = async (
  customerId: string,
  found: readonly Found[],
  { profiles, count }: BatchContext,
): Promise<void> => {
  for (const { moments, tierChange } of found) {
    if (!tierChange) continue
    const { writeUnits } = await profiles.keepTier(customerId, tierChange.tier, tierChange.v)
    if (moments.length === 0) count('QuietWriteUnits', writeUnits)
  }
}

/** Loaded with the first moment: deciding is the larger part of the code, and most events do without it. */
const settleAll = async (
  customerId: string,
  moments: readonly Moment[],
  dues: readonly CalendarDue[],
  kept: Kept | undefined,
  context: BatchContext,
): Promise<readonly Delivery[]> => {
  const { settleMoments } = await import('#functions/react-to-events/settle-moments.ts')
  const profile = await profileToDecideBy(customerId, moments, kept, context)
  return settleMoments(moments, dues, profile, context)
}

const isQuiet = ({ moments }: Found): boolean => moments.length === 0

/**
 * Everything one batch brought about one customer.
 * @param works of one and the same customer, at least one
 * @returns the messages that must be on their queues now; those of earlier runs again, in case they never got there
 * @throws RetryableError, or whatever the stores throw; nothing is half-decided, and running it again is safe
 */
export const reactToCustomer = async (
  works: readonly [Work, ...Work[]],
  context: BatchContext,
): Promise<readonly Delivery[]> => {
  const customerId = customerOf(works[0])
  const events = works.filter((work) => work.kind === 'event')
  const kept = await keepFacts(customerId, events, context)

  const found = events.map((work) => momentsOf(work, kept?.view, context))
  countKept(events.length, found.filter(isQuiet).length, kept, context.count)
  const moments = found.flatMap((each) => each.moments)
  const dues = works.flatMap((work) => (work.kind === 'calendar' ? [work.due] : []))
  const deliveries =
    moments.length + dues.length > 0 ? await settleAll(customerId, moments, dues, kept, context) : []
  if (found.some(({ tierChange }) => tierChange)) await keepTiers(customerId, found, context)
  return deliveries
}

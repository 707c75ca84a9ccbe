import type { BatchContext } from '#functions/react-to-events/dependencies.ts'
import { type Kept, keepFacts } from '#functions/react-to-events/keep-facts.ts'
import { type Found, lowBalanceFacts, type Moment, momentsOf } from '#functions/react-to-events/moments.ts'
import { customerOf, type Work } from '#functions/react-to-events/read-records.ts'
import { calendarSignal } from '#shared/domain/calendar/calendar-due.ts'
import { contactsAfter } from '#shared/domain/decision/contacts-after.ts'
import { type Decision, decide } from '#shared/domain/decision/decide.ts'
import { decisionRecord } from '#shared/domain/decision/decision-record.ts'
import { RetryableError } from '#shared/domain/errors.ts'
import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import type { Delivery } from '#shared/ports/decision-recorder.ts'

/** How often a decision is taken anew because a parallel one changed the customer's recent contacts. */
const DECISION_ATTEMPTS = 5

/** Marketing hours had to be guessed: some candidate is marketing, and the customer's zone is unknown (RULES 6). */
const guessesHours = ({ group, circumstances }: Decision): boolean =>
  !circumstances.zoneKnown && (group?.candidates.some(({ compiled }) => compiled.marketing) ?? false)

const countRecorded = (decision: Decision, result: string, count: BatchContext['count']): void => {
  count(result === 'won' ? 'DecisionsWon' : 'DecisionsRefused', 1)
  if (guessesHours(decision)) count('UnknownZones', 1)
}

/** Decides on one signal and records it; decides again when the caps it saw were no longer true. */
const settle = async (
  { signal, eventId, time }: Moment,
  profile: CustomerProfile,
  { settings, index, clock, recorder, count }: BatchContext,
): Promise<readonly Delivery[]> => {
  const now = clock(time)
  let current = profile
  for (let attempt = 1; attempt <= DECISION_ATTEMPTS; attempt++) {
    const decision = decide({ signal, profile: current, settings, now }, index)
    const record = decisionRecord(decision, eventId)
    const next = contactsAfter(decision)
    const contacts = next ? { seen: current.recentContacts, next } : undefined
    const outcome = await recorder.record(record, contacts)
    if (outcome.kind === 'contacts-changed') {
      current = outcome.profile
      continue
    }
    if (outcome.kind === 'recorded') countRecorded(decision, record.decision.result, count)
    return outcome.deliveries
  }
  throw new RetryableError('conflict')
}

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
  const dues = works.filter((work) => work.kind === 'calendar')
  const deliveries: Delivery[] = []
  if (moments.length > 0 || dues.length > 0) {
    const profile = await profileToDecideBy(customerId, moments, kept, context)
    for (const { due } of dues) {
      const signal = calendarSignal(due, profile, context.settings)
      if (signal) moments.push({ signal, time: new Date(due.sweptAt) })
    }
    for (const moment of moments) deliveries.push(...(await settle(moment, profile, context)))
  }
  await keepTiers(customerId, found, context)
  return deliveries
}

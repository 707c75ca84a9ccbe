import type { BatchContext } from '#functions/react-to-events/dependencies.ts'
import { customerOf, type Work } from '#functions/react-to-events/read-records.ts'
import { calendarSignal } from '#shared/domain/calendar/calendar-due.ts'
import { decide } from '#shared/domain/decision/decide.ts'
import { contactsAfter, decisionRecord } from '#shared/domain/decision/decision-record.ts'
import { RetryableError } from '#shared/domain/errors.ts'
import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import { type CustomerFacts, factsOf } from '#shared/domain/profile/facts.ts'
import type { ProfileView } from '#shared/domain/profile/profile-view.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { readyMadeSignal, transactionSignals } from '#shared/domain/signals/detect.ts'
import type { Signal } from '#shared/domain/signals/signal.ts'
import type { Delivery } from '#shared/ports/decision-recorder.ts'

type EventWork = Extract<Work, { kind: 'event' }>

/** A signal, with the event it came from and the time its decision is taken at in a replay. */
interface Moment {
  readonly signal: Signal
  readonly eventId?: string
  readonly time: Date
}

/** How often a decision is taken anew because a parallel one changed the customer's recent contacts. */
const DECISION_ATTEMPTS = 5

/** What a customer's write brought, and what all of it cost. */
interface Kept {
  readonly view: ProfileView
  readonly changed: boolean
  readonly writeUnits: number
}

/** Calendar entries follow from the profile's cards and zone; both facts write what they know, the newest wins. */
const keepCalendars = async (
  customerId: string,
  facts: readonly CustomerFacts[],
  view: ProfileView,
  { profiles }: BatchContext,
): Promise<number> => {
  const expiries = facts.flatMap(({ cards }) => [...cards])
  const zoneChanged = facts.some(({ profile }) => profile.some(({ attribute }) => attribute === 'timeZone'))
  if (expiries.length === 0 && !zoneChanged) return 0
  const { timeZone, cardIds } = view.calendar()
  const zone = timeZone ? { timeZone } : {}
  // A card that came before the customer's zone was known, or before it changed, learns it now.
  const others = zoneChanged
    ? cardIds.filter((cardId) => !expiries.some(([changed]) => changed === cardId))
    : []
  const entries = [
    ...expiries.map(([cardId, expiry]) => ({ cardId, entry: { expiry, ...zone } })),
    ...others.map((cardId) => ({ cardId, entry: zone })),
  ]
  let writeUnits = 0
  for (const { cardId, entry } of entries)
    writeUnits += (await profiles.keepCalendar(customerId, cardId, entry)).writeUnits
  return writeUnits
}

/** The events of one customer in a batch share one write. Undefined where no event says anything to keep. */
const keepFacts = async (
  customerId: string,
  facts: readonly CustomerFacts[],
  context: BatchContext,
): Promise<Kept | undefined> => {
  const profileFacts = facts.flatMap(({ profile }) => profile)
  if (profileFacts.length === 0) return undefined
  const { view, changed, writeUnits } = await context.profiles.apply(customerId, profileFacts)
  const contact = facts.flatMap((fact) => fact.contact)
  const contactUnits = contact.length > 0 ? (await context.contacts.keep(customerId, contact)).writeUnits : 0
  const calendarUnits = await keepCalendars(customerId, facts, view, context)
  return { view, changed, writeUnits: writeUnits + contactUnits + calendarUnits }
}

const momentsOf = ({ event }: EventWork, view: ProfileView | undefined, settings: Settings): Moment[] => {
  const { eventId, occurredAt } = event.detail.metadata
  const time = new Date(occurredAt)
  if (event.detailType === 'TransactionPosted') {
    const account = view?.account(event.detail.data.accountId)
    return transactionSignals(event.detail, account, settings).map((signal) => ({ signal, eventId, time }))
  }
  const signal = readyMadeSignal(event)
  return signal ? [{ signal, eventId, time }] : []
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
    const subject = { signal, profile: current, settings, now }
    const decision = decide(subject, index)
    const next = contactsAfter(subject, decision)
    const contacts = next ? { seen: current.recentContacts, next } : undefined
    const outcome = await recorder.record(decisionRecord(subject, decision, eventId), contacts)
    if (outcome.kind === 'contacts-changed') {
      current = outcome.profile
      continue
    }
    if (outcome.kind === 'recorded') count(decision.result === 'won' ? 'DecisionsWon' : 'DecisionsRefused', 1)
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
  const kept = await keepFacts(
    customerId,
    events.map(({ event }) => factsOf(event)),
    context,
  )

  const found = events.map((work) => momentsOf(work, kept?.view, context.settings))
  countKept(events.length, found.filter((moments) => moments.length === 0).length, kept, context.count)
  const moments = found.flat()
  const dues = works.filter((work) => work.kind === 'calendar')
  if (moments.length === 0 && dues.length === 0) return []

  const profile = kept ? kept.view.profile() : await context.reader.profile(customerId)
  for (const { due } of dues) {
    const signal = calendarSignal(due, profile, context.settings)
    if (signal) moments.push({ signal, time: new Date(due.sweptAt) })
  }
  const deliveries: Delivery[] = []
  for (const moment of moments) deliveries.push(...(await settle(moment, profile, context)))
  return deliveries
}

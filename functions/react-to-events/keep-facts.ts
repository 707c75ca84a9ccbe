import type { BatchContext } from '#functions/react-to-events/dependencies.ts'
import type { EventWork } from '#functions/react-to-events/moments.ts'
import { type CustomerFacts, factsOf } from '#shared/domain/profile/facts.ts'
import { transactionElements } from '#shared/domain/profile/month-elements.ts'
import { type MonthElements, mergeMonths } from '#shared/domain/profile/months.ts'
import type { ProfileView } from '#shared/domain/profile/profile-view.ts'
import type { RegisterWrite } from '#shared/domain/profile/register.ts'

/** What a customer's write brought, and what all of it cost. */
export interface Kept {
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

const monthsOf = (events: readonly EventWork[], { settings }: BatchContext): MonthElements => {
  const months: MonthElements[] = []
  for (const { event } of events)
    if (event.detailType === 'TransactionPosted') months.push(transactionElements(event.detail, settings))
  return mergeMonths(months)
}

/** All that the facts say of one kind; of one event, as it nearly always is, its own list. */
const together = (facts: readonly CustomerFacts[], kind: 'profile' | 'contact'): readonly RegisterWrite[] => {
  const [only] = facts
  return facts.length === 1 && only ? only[kind] : facts.flatMap((fact) => fact[kind])
}

/** Keeps beside the profile, once it is written, what belongs elsewhere. */
const keepOthers = async (
  customerId: string,
  facts: readonly CustomerFacts[],
  { view, changed, writeUnits }: Kept,
  context: BatchContext,
): Promise<Kept> => {
  const contact = together(facts, 'contact')
  const contactUnits = contact.length > 0 ? (await context.contacts.keep(customerId, contact)).writeUnits : 0
  const calendarUnits = await keepCalendars(customerId, facts, view, context)
  return { view, changed, writeUnits: writeUnits + contactUnits + calendarUnits }
}

const touchesOthers = ({ cards, contact, profile }: CustomerFacts): boolean =>
  cards.size > 0 || contact.length > 0 || profile.some(({ attribute }) => attribute === 'timeZone')

/** The events of one customer in a batch share one write. Undefined where no event says anything to keep. */
export const keepFacts = (
  customerId: string,
  events: readonly EventWork[],
  context: BatchContext,
): Promise<Kept | undefined> => {
  const facts = events.map(({ event }) => factsOf(event))
  const profile = together(facts, 'profile')
  if (profile.length === 0) return Promise.resolve(undefined)
  const keeping = context.profiles.apply(customerId, profile, monthsOf(events, context))
  return facts.some(touchesOthers)
    ? keeping.then((kept) => keepOthers(customerId, facts, kept, context))
    : keeping
}

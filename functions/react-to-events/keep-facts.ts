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

const touchesCalendars = ({ cards, profile }: CustomerFacts): boolean =>
  cards.size > 0 || profile.some(({ attribute }) => attribute === 'timeZone')

/** The events of one customer in a batch share one write. Undefined where no event says anything to keep. */
export const keepFacts = async (
  customerId: string,
  events: readonly EventWork[],
  context: BatchContext,
): Promise<Kept | undefined> => {
  const facts = events.map(({ event }) => factsOf(event))
  const profile: RegisterWrite[] = []
  const contact: RegisterWrite[] = []
  for (const fact of facts) {
    profile.push(...fact.profile)
    contact.push(...fact.contact)
  }
  if (profile.length === 0) return undefined
  const months = monthsOf(events, context)
  const { view, changed, writeUnits } = await context.profiles.apply(customerId, profile, months)
  const contactUnits = contact.length > 0 ? (await context.contacts.keep(customerId, contact)).writeUnits : 0
  const calendarUnits = facts.some(touchesCalendars)
    ? await keepCalendars(customerId, facts, view, context)
    : 0
  return { view, changed, writeUnits: writeUnits + contactUnits + calendarUnits }
}

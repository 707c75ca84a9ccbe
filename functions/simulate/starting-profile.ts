import type { Item } from '#functions/simulate/memory/profiles.ts'
import { BALANCE_PREFIX } from '#shared/domain/profile/customer-profile.ts'
import { versionOf } from '#shared/domain/profile/register.ts'
import { versionTime } from '#shared/domain/profile/version.ts'
import type { CalendarIndex, CalendarRow } from '#shared/ports/calendar-index.ts'
import type { ProfileItems } from '#shared/ports/profile-items.ts'

/** Facts that follow from what is played: where they are newer than its beginning, they come again with it. */
const comesAgain = (name: string): boolean => name === 'lowBalance' || name.startsWith(BALANCE_PREFIX)

const isNewer = (register: unknown, from: Date): boolean => {
  const version = versionOf(register)
  const time = version === undefined ? undefined : versionTime(version)
  return time !== undefined && time >= from.getTime()
}

const isContactBefore = (contact: unknown, from: Date): boolean =>
  typeof contact === 'object' &&
  contact !== null &&
  'at' in contact &&
  typeof contact.at === 'number' &&
  contact.at * 1_000 < from.getTime()

/**
 * A customer as they may have been at `from`, made of how they are now: without the balances and low-balance signals that
 * have come since, and without the messages that caps have counted since. What else has changed since is as it is now.
 */
export const startingItem = (item: Item, from: Date): Item => {
  const kept = Object.entries(item).filter(([name, value]) => !(comesAgain(name) && isNewer(value, from)))
  const { recentContacts, ...rest } = Object.fromEntries(kept)
  if (!Array.isArray(recentContacts)) return rest
  return { ...rest, recentContacts: recentContacts.filter((contact) => isContactBefore(contact, from)) }
}

async function* sampledRows(
  rows: AsyncIterable<CalendarRow>,
  isPlayed: (customerId: string) => boolean,
): AsyncGenerator<CalendarRow> {
  for await (const row of rows) if (isPlayed(row.customerId)) yield row
}

/** The customers of the present as a simulation begins with them. @param isPlayed whether a customer is in the sample */
export const startingCustomers = (
  present: { readonly items: ProfileItems; readonly calendar: CalendarIndex },
  from: Date,
  isPlayed: (customerId: string) => boolean,
): ProfileItems & { readonly calendar: CalendarIndex } => ({
  item: async (customerId) => {
    const item = await present.items.item(customerId)
    return item && startingItem(item, from)
  },
  calendar: {
    birthdays: (monthDay) => sampledRows(present.calendar.birthdays(monthDay), isPlayed),
    lunarBirthdays: (monthDay) => sampledRows(present.calendar.lunarBirthdays(monthDay), isPlayed),
    cardsExpiring: (expiresOn) => sampledRows(present.calendar.cardsExpiring(expiresOn), isPlayed),
  },
})

import { contactOf } from '#shared/domain/decision/contact-of.ts'
import type { Decision } from '#shared/domain/decision/decide.ts'
import { DAY_SECONDS } from '#shared/domain/decision/frequency-cap.ts'
import type { RecentContact } from '#shared/domain/profile/customer-profile.ts'

/** No purpose's window looks back further than a week. */
const LONGEST_WINDOW_DAYS = 7

/** A held message goes out up to three days later than decided, and the windows of those decided before it reach back as far as ever. */
const LONGEST_HOLD_DAYS = 3

const rememberedSeconds = ({ own }: RecentContact): number =>
  (LONGEST_HOLD_DAYS + Math.max(LONGEST_WINDOW_DAYS, own?.days ?? 0)) * DAY_SECONDS

const rank = ({ at, purpose, channel, own }: RecentContact): string =>
  `${String(at).padStart(12, '0')}:${purpose}:${channel}:${own?.campaign ?? ''}`

/**
 * Recent contacts with some that are added. Only what a window can still reach is kept, and the item stays small.
 * Sorted, so that the order in which they are added leaves no trace.
 */
export const withContacts = (
  contacts: readonly RecentContact[],
  added: readonly RecentContact[],
): RecentContact[] => {
  const all = [...contacts, ...added]
  const newest = Math.max(...all.map((contact) => contact.at))
  return all
    .filter((contact) => contact.at > newest - rememberedSeconds(contact))
    .sort((left, right) => (rank(left) < rank(right) ? -1 : 1))
}

/** The recent contacts with those that a decision adds, or undefined if it adds none that a cap counts. */
export const contactsAfter = ({ circumstances, winners }: Decision): RecentContact[] | undefined => {
  const added = winners.flatMap((winner) => contactOf(winner, circumstances) ?? [])
  if (added.length === 0) return undefined
  return withContacts(circumstances.subject.profile.recentContacts, added)
}

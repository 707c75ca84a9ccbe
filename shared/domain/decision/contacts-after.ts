import { plannedMessage } from '#shared/domain/decision/actions.ts'
import type { Decision } from '#shared/domain/decision/decide.ts'
import { DAY_SECONDS } from '#shared/domain/decision/frequency-cap.ts'
import type { RecentContact } from '#shared/domain/profile/customer-profile.ts'

/** No purpose's window looks back further than a week; a held message goes out up to three days later than decided. */
const REMEMBERED_DAYS = 10

const rank = ({ at, purpose, channel, own }: RecentContact): string =>
  `${String(at).padStart(12, '0')}:${purpose}:${channel}:${own?.campaign ?? ''}`

/**
 * The recent contacts with those that a decision adds, or undefined if it adds none that a cap counts. Only what a
 * window can still reach is kept, and the item stays small. Sorted, so that the order of decisions leaves no trace.
 */
export const contactsAfter = ({ circumstances, winners }: Decision): RecentContact[] | undefined => {
  const { profile, settings, now } = circumstances.subject
  const added: RecentContact[] = winners.flatMap((winner) => {
    const { campaign } = winner.compiled
    const message = plannedMessage(winner, circumstances)
    if (!message || !(settings.caps[campaign.purpose] || campaign.minDaysBetween)) return []
    const at = Math.floor((message.heldUntil ? Date.parse(message.heldUntil) : now.getTime()) / 1000)
    const { id, minDaysBetween: days } = campaign
    return [
      {
        purpose: campaign.purpose,
        channel: message.channel,
        at,
        ...(days === undefined ? {} : { own: { campaign: id, days } }),
      },
    ]
  })
  if (added.length === 0) return undefined
  const all = [...profile.recentContacts, ...added]
  const newest = Math.max(...all.map((contact) => contact.at))
  return all
    .filter(({ at, own }) => at > newest - Math.max(REMEMBERED_DAYS, own?.days ?? 0) * DAY_SECONDS)
    .sort((left, right) => (rank(left) < rank(right) ? -1 : 1))
}

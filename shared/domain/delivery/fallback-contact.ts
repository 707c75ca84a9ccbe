import type { CompiledCampaign } from '#shared/domain/campaign/compiled-campaign.ts'
import type { Circumstances } from '#shared/domain/decision/circumstances.ts'
import { withContacts } from '#shared/domain/decision/contacts-after.ts'
import { hasRoom, seconds } from '#shared/domain/decision/frequency-cap.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import type { RecentContact } from '#shared/domain/profile/customer-profile.ts'
import { shortHash } from '#shared/domain/stable-hash.ts'

/** What caps say to a message that takes another one's place. */
export type FallbackRoom =
  /** It counts already, or no cap counts it. */
  | { readonly kind: 'open' }
  | { readonly kind: 'capped' }
  /** There is room, once these stand in the profile in place of those that were looked at. */
  | { readonly kind: 'count'; readonly contacts: readonly RecentContact[] }

/**
 * Whether there is room for a message on a channel that its decision did not count (RULES 7), at the time it goes out.
 * What the decision counted on the first channel stays: that is stricter, and no other than for any message that fails.
 * The campaign's own pause was the decision's to keep; it goes on from this message.
 */
export const fallbackRoom = (
  { entry, purpose, channel }: Pick<MessageEntry, 'entry' | 'purpose' | 'channel'>,
  { campaign }: Pick<CompiledCampaign, 'campaign'>,
  { subject: { profile, settings, now } }: Circumstances,
): FallbackRoom => {
  const { recentContacts } = profile
  const { [purpose]: cap } = settings.caps
  const { id: campaignId, minDaysBetween: days, flags } = campaign
  if (!cap && days === undefined) return { kind: 'open' }
  const id = shortHash(entry)
  if (recentContacts.some((contact) => contact.id === id)) return { kind: 'open' }
  const contact = { purpose, channel, at: seconds(now), id }
  if (cap && !flags.mandatoryNotice && !hasRoom(recentContacts, contact, cap)) return { kind: 'capped' }
  const own = days === undefined ? {} : { own: { campaign: campaignId, days } }
  return { kind: 'count', contacts: withContacts(recentContacts, [{ ...contact, ...own }]) }
}

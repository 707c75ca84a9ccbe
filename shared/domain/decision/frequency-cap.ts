import type { CompiledCampaign } from '#shared/domain/campaign/compiled-campaign.ts'
import { type ChannelSet, channelBit } from '#shared/domain/decision/channel-set.ts'
import type { Circumstances } from '#shared/domain/decision/circumstances.ts'
import { releaseOf } from '#shared/domain/decision/release.ts'
import type { RecentContact } from '#shared/domain/profile/customer-profile.ts'
import type { Settings } from '#shared/domain/settings.ts'

export const DAY_SECONDS = 86_400

/** Epoch seconds, as contacts count them. */
export const seconds = (instant: Date): number => Math.floor(instant.getTime() / 1000)

/** Whether two contacts are less than a window's length apart, before or after. */
const near = (contact: RecentContact, at: number, days: number): boolean =>
  Math.abs(contact.at - at) < days * DAY_SECONDS

/** Whether a cap leaves room for one more message of a purpose through a channel, at `at` in epoch seconds. */
export const hasRoom = (
  contacts: readonly RecentContact[],
  { purpose, channel, at }: Pick<RecentContact, 'purpose' | 'channel' | 'at'>,
  { perDay, perWeek }: Settings['caps']['marketing'],
): boolean => {
  const counted = contacts.filter((contact) => contact.purpose === purpose && contact.channel === channel)
  const today = counted.filter((contact) => near(contact, at, 1)).length
  const thisWeek = counted.filter((contact) => near(contact, at, 7)).length
  return today < perDay && thisWeek < perWeek
}

/**
 * The channels through which the caps leave room for one more message (RULES 7). A rolling window of length W that
 * holds both messages exists if and only if they are less than W apart, before or after: a held message goes out later
 * than one decided after it. Counting both sides can only be stricter than the cap, never looser. A notice that the law
 * demands has no cap (RULES 14).
 * @param taken contacts that the same decision makes before this one
 * @returns the channels of `channels` that are open; 0 for none
 */
export const openUnderCaps = (
  compiled: CompiledCampaign,
  circumstances: Circumstances,
  channels: ChannelSet,
  taken: readonly RecentContact[] = [],
): ChannelSet => {
  const { campaign } = compiled
  const { profile, settings } = circumstances.subject
  if (campaign.flags.mandatoryNotice || profile.recentContacts.length + taken.length === 0) return channels
  const contacts = taken.length > 0 ? [...profile.recentContacts, ...taken] : profile.recentContacts
  const at = seconds(releaseOf(compiled, circumstances))
  const { minDaysBetween } = campaign
  const tooSoon =
    minDaysBetween !== undefined &&
    contacts.some((contact) => contact.own?.campaign === campaign.id && near(contact, at, minDaysBetween))
  if (tooSoon) return 0

  const { [campaign.purpose]: cap } = settings.caps
  if (!cap) return channels
  let open: ChannelSet = 0
  for (const channel of campaign.channels) {
    const bit = channelBit(channel)
    if ((channels & bit) === 0) continue
    if (hasRoom(contacts, { purpose: campaign.purpose, channel, at }, cap)) open |= bit
  }
  return open
}

/**
 * What the caps were compared with, short enough for a decision record: the newest contacts, the newest first,
 * `marketing email 05-30T10`.
 */
export const recentContactsText = (contacts: readonly RecentContact[]): string =>
  contacts
    .slice(-8)
    .reverse()
    .map(({ purpose, channel, at, own }) => {
      const hour = new Date(at * 1000).toISOString().slice(5, 13)
      return `${purpose} ${channel} ${hour}${own ? ` ${own.campaign}` : ''}`
    })
    .join('; ') || 'none'

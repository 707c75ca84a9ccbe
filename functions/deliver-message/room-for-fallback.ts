import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { Circumstances } from '#shared/domain/decision/circumstances.ts'
import { fallbackRoom } from '#shared/domain/delivery/fallback-contact.ts'
import { compiledOnce } from '#shared/domain/delivery/recheck.ts'
import { RetryableError } from '#shared/domain/errors.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import type { ProfileReader } from '#shared/ports/profile-reader.ts'
import type { RecentContacts } from '#shared/ports/recent-contacts.ts'

export interface RoomDependencies {
  readonly profiles: ProfileReader
  readonly recentContacts: RecentContacts
}

/** How often it is tried where others change the customer's recent contacts at the same time. */
const ATTEMPTS = 5

/**
 * Counts a message that took another one's place under the caps of its own channel, once, before it goes out.
 * @returns false where there is no room for it
 * @throws RetryableError `conflict`
 */
export const roomForFallback =
  ({ profiles, recentContacts }: RoomDependencies) =>
  async (message: MessageEntry, campaign: Campaign, circumstances: Circumstances): Promise<boolean> => {
    if (message.fallbackFrom === undefined) return true
    const { customerId } = message
    let current = circumstances
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const room = fallbackRoom(message, compiledOnce(campaign), current)
      if (room.kind !== 'count') return room.kind === 'open'
      const seen = current.subject.profile.recentContacts
      if (await recentContacts.replace(customerId, { seen, next: room.contacts })) return true
      current = new Circumstances({ ...current.subject, profile: await profiles.profile(customerId) })
    }
    throw new RetryableError('conflict')
  }

import { isDeepStrictEqual } from 'node:util'
import { createMemoryCampaigns, type MemoryCampaigns } from '#functions/simulate/memory/campaigns.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { type CustomerProfile, unknownProfile } from '#shared/domain/profile/customer-profile.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import type { ChannelProvider, OutgoingMessage } from '#shared/ports/channel-provider.ts'
import type { Contact, ContactsReader } from '#shared/ports/contacts-reader.ts'
import type { Counters } from '#shared/ports/counters.ts'
import type { Log } from '#shared/ports/log.ts'
import type { ProfileReader } from '#shared/ports/profile-reader.ts'
import type { RecentContacts } from '#shared/ports/recent-contacts.ts'

export type InMemoryCampaigns = MemoryCampaigns

export const createInMemoryCampaigns = (
  settings: Settings = defaultSettings,
  ...campaigns: readonly Campaign[]
): InMemoryCampaigns => createMemoryCampaigns(settings, ...campaigns)

export const createInMemoryContacts = (contacts: Readonly<Record<string, Contact>>) => {
  const reads: string[] = []
  const reader: ContactsReader = {
    contact: async (customerId) => {
      reads.push(customerId)
      return contacts[customerId]
    },
  }
  return { ...reader, reads }
}

export const createInMemoryProfiles = (...profiles: readonly CustomerProfile[]) => {
  const kept = new Map(profiles.map((profile) => [profile.customerId, profile]))
  const reader: ProfileReader = {
    profile: async (customerId) => kept.get(customerId) ?? unknownProfile(customerId),
  }
  /** What caps count, in the same profiles. */
  const recentContacts: RecentContacts = {
    replace: async (customerId, { seen, next }) => {
      const profile = kept.get(customerId) ?? unknownProfile(customerId)
      if (!isDeepStrictEqual(profile.recentContacts, seen)) return false
      kept.set(customerId, { ...profile, recentContacts: next })
      return true
    },
  }
  return {
    ...reader,
    recentContacts,
    put: (profile: CustomerProfile) => void kept.set(profile.customerId, profile),
  }
}

/** A provider that keeps what it took; what it answers can be set per call, in order. */
export const createRecordingProvider = () => {
  const taken: OutgoingMessage[] = []
  const answers: ((message: OutgoingMessage) => Promise<void> | void)[] = []
  const provider: ChannelProvider = {
    send: async (message) => {
      await answers.shift()?.(message)
      taken.push(message)
      return { providerMessageId: `provider-${taken.length}` }
    },
  }
  return {
    ...provider,
    taken,
    /** Lets the next call do this first; what it throws, the call throws, and nothing is taken. */
    next: (answer: (message: OutgoingMessage) => Promise<void> | void) => void answers.push(answer),
  }
}

export const createCounts = () => {
  const counts: Record<string, number> = {}
  const counters: Counters = {
    count: (metric, by = 1) => {
      counts[metric] = (counts[metric] ?? 0) + by
    },
  }
  return { ...counters, counts }
}

/** A log that keeps its lines as they would be written. */
export const createLogSink = () => {
  const lines: string[] = []
  const keep =
    (level: string) =>
    (message: string, fields: object): void =>
      void lines.push(JSON.stringify({ level, message, ...fields }))
  const log: Log = { info: keep('INFO'), warn: keep('WARN'), error: keep('ERROR') }
  return { ...log, lines }
}

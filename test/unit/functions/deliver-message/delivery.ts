import { deliverMessage } from '#functions/deliver-message/deliver-message.ts'
import { createTemplateRenderer } from '#shared/adapters/liquid/template-renderer.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import {
  type CustomerProfile,
  consentAttribute,
  type Suppression,
  unknownProfile,
} from '#shared/domain/profile/customer-profile.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import type { Channel } from '#shared/domain/vocabulary.ts'
import type { Contact } from '#shared/ports/contacts-reader.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { aMessage } from '#test/support/builders/messages.ts'
import {
  createCounts,
  createInMemoryCampaigns,
  createInMemoryContacts,
  createInMemoryProfiles,
  createLogSink,
  createRecordingProvider,
} from '#test/support/fakes/delivery-world.ts'
import { createInMemoryJournal } from '#test/support/fakes/in-memory-journal.ts'
import { createRun } from '#test/support/fakes/in-memory-line.ts'

export interface DeliveryOptions {
  readonly message?: Partial<MessageEntry>
  readonly campaign?: Partial<Campaign>
  readonly contact?: Contact
  /** By purpose and channel, e.g. `['service', 'email', false]`. */
  readonly consents?: readonly (readonly [string, string, boolean])[]
  /** What stands against a channel, e.g. `['email', 'complained']`. */
  readonly suppressions?: readonly (readonly [Channel, Suppression['reason']])[]
  readonly locale?: string
  /** The bank's own language. */
  readonly bankLocale?: string
  readonly timeZone?: string
  /** The rest of the customer's profile. */
  readonly profile?: Partial<CustomerProfile>
  readonly settings?: Partial<Settings>
  readonly unsubscribeUrl?: string
  readonly now?: string
  /** What the channel's account allows, and how long the run may wait for it, in milliseconds. */
  readonly run?: { readonly perSecond?: number; readonly runMs?: number }
  /** `event`: as in a replay, where things happen at the time of their facts. */
  readonly clock?: 'wall' | 'event'
}

/** One message and the world around it, in memory. */
export const aDelivery = (options: DeliveryOptions = {}) => {
  const message = aMessage(options.message)
  const journal = createInMemoryJournal(message)
  const campaigns = createInMemoryCampaigns(
    {
      ...defaultSettings,
      bank: { ...defaultSettings.bank, locale: options.bankLocale ?? 'en' },
      ...options.settings,
    },
    aCampaign({ purpose: message.purpose, ...options.campaign }),
  )
  const contacts = createInMemoryContacts({
    C1: options.contact ?? { fullName: 'Jana Nováková', email: 'jana@mail.example', phone: '+420600000001' },
  })
  const consents = (options.consents ?? []).map(
    ([purpose, channel, given]) =>
      [consentAttribute(purpose, channel).slice('consent:'.length), given] as const,
  )
  const profiles = createInMemoryProfiles({
    ...unknownProfile('C1'),
    known: true,
    ...options.profile,
    single: {
      ...options.profile?.single,
      ...(options.locale === undefined ? {} : { locale: options.locale }),
      ...(options.timeZone === undefined ? {} : { timeZone: options.timeZone }),
    },
    consents: new Map(consents),
    suppressions: new Map(
      (options.suppressions ?? []).map(([channel, reason]) => [
        channel,
        { reason, since: message.decidedAt },
      ]),
    ),
  })
  const { unsubscribeUrl } = options
  const email = createRecordingProvider()
  const sms = createRecordingProvider()
  const counters = createCounts()
  const log = createLogSink()
  const now = new Date(options.now ?? '2026-03-10T09:00:05.000Z')
  const run = createRun(now, options.run)
  const deliver = deliverMessage({
    line: run.line,
    turns: run.turns,
    journal,
    campaigns,
    contacts,
    profiles,
    recentContacts: profiles.recentContacts,
    renderer: createTemplateRenderer(),
    providers: { email, sms },
    clock: options.clock === 'event' ? (factTime) => factTime : run.wallClock,
    wallClock: run.wallClock,
    counters,
    log,
    unsubscribeUrl: unsubscribeUrl === undefined ? undefined : async () => unsubscribeUrl,
  })
  const body = JSON.stringify({ customerId: message.customerId, entry: message.entry })
  return {
    ...{ run, message, journal, campaigns, contacts, profiles, email, sms, log, body },
    counts: counters.counts,
    /** Hands the message out of its queue. */
    receive: (receiveCount = 1, recordId = 'record-1') => {
      run.begin()
      return deliver({ body, recordId, receiveCount })
    },
    receiveBody: (text: string, receiveCount = 1) => {
      run.begin()
      return deliver({ body: text, recordId: 'record-1', receiveCount })
    },
    stored: () => journal.stored(message),
  }
}

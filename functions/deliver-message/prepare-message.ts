import type { End } from '#functions/deliver-message/end-message.ts'
import { type RoomDependencies, roomForFallback } from '#functions/deliver-message/room-for-fallback.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { messagesOf } from '#shared/domain/campaign/variant.ts'
import { Circumstances } from '#shared/domain/decision/circumstances.ts'
import { releaseOf } from '#shared/domain/decision/release.ts'
import { compiledOnce, recheck } from '#shared/domain/delivery/recheck.ts'
import { campaignStanding } from '#shared/domain/delivery/recheck-campaign.ts'
import { askAgainAt, CAMPAIGN_PAUSED, STOPPED, type StopNote } from '#shared/domain/delivery/recheck-stop.ts'
import { PermanentError } from '#shared/domain/errors.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { systemMessageOf, type WrittenMessage } from '#shared/domain/message/system-message.ts'
import { templateVariables } from '#shared/domain/message/template-variables.ts'
import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import type { Settings } from '#shared/domain/settings.ts'
import type { CampaignStore } from '#shared/ports/campaign-store.ts'
import type { OutgoingMessage } from '#shared/ports/channel-provider.ts'
import type { Contact, ContactsReader } from '#shared/ports/contacts-reader.ts'
import type { Rendered, TemplateRenderer } from '#shared/ports/template-renderer.ts'

export interface PrepareDependencies extends RoomDependencies {
  readonly campaigns: CampaignStore
  readonly contacts: ContactsReader
  readonly renderer: TemplateRenderer
  /** Where a marketing email is unsubscribed from in one click; without it none is sent. */
  readonly unsubscribeUrl?: ((message: MessageEntry) => Promise<string>) | undefined
}

type Inbox = NonNullable<MessageEntry['inbox']>

/** What is to become of a message: out through a provider, into the inbox, or nowhere any more. */
export type Prepared =
  | { readonly kind: 'send'; readonly outgoing: OutgoingMessage }
  | { readonly kind: 'inbox'; readonly inbox: Inbox }
  /** Not now: until when it waits, and why, a code for the history. */
  | { readonly kind: 'hold'; readonly until: Date; readonly note: string }
  | ({ readonly kind: 'end' } & End)

const failed = (reason: string): Prepared => ({ kind: 'end', to: 'failed', reason })
const cancelled = (reason: string): Prepared => ({ kind: 'end', to: 'cancelled', reason })
const expired = (reason: string): Prepared => ({ kind: 'end', to: 'expired', reason })

const addressFor = (message: MessageEntry, contact: Contact | undefined): string | undefined =>
  message.channel === 'email' ? contact?.email : contact?.phone

/** The version the message was decided with; the live item is it, unless a newer one was approved meanwhile. */
const decidedVersion = async (campaigns: CampaignStore, live: Campaign, message: MessageEntry) =>
  live.version === message.campaignVersion ? live : campaigns.version(live.id, message.campaignVersion)

const isMarketingEmail = ({ purpose, channel }: MessageEntry): boolean =>
  purpose === 'marketing' && channel === 'email'

/** What people let wait. One in doubt may have gone out, and must not go out again: it ends. */
const waiting = (message: MessageEntry, why: StopNote, now: Date): Prepared => {
  const until = message.state === 'sending' ? undefined : askAgainAt(message, why, now)
  return until ? { kind: 'hold', until, note: why } : expired(why)
}

/** @returns undefined where the purpose is not stopped */
const stopped = (message: MessageEntry, { operations }: Settings, now: Date): Prepared | undefined =>
  operations[message.purpose] === 'stop' ? waiting(message, STOPPED, now) : undefined

/**
 * What came late, by a retry or a redrive, may find the customer's night (RULES 6). It waits with the same spread as
 * what was decided in the night.
 * @returns undefined where the message may leave now
 */
const heldBack = (
  message: MessageEntry,
  campaign: Campaign,
  circumstances: Circumstances,
): Prepared | undefined => {
  const compiled = compiledOnce(campaign)
  const { marketingFrom: from, subject } = circumstances
  if (!compiled.marketing || from === subject.now) return undefined
  if (!from || from >= new Date(message.validUntil)) return expired('quiet-hours')
  return { kind: 'hold', until: releaseOf(compiled, circumstances), note: 'quiet-hours' }
}

/** @param unsubscribeUrl of a marketing email */
const outgoingOf = (
  message: MessageEntry,
  rendered: Rendered,
  to: string,
  now: Date,
  unsubscribeUrl: string | undefined,
): OutgoingMessage => {
  const { customerId, entry, purpose } = message
  const base = { key: { customerId, entry }, purpose, to }
  if (rendered.channel === 'email') {
    return { ...base, ...rendered, ...(unsubscribeUrl === undefined ? {} : { unsubscribeUrl }) }
  }
  if (rendered.channel === 'sms') {
    const timeToLive = Math.floor((new Date(message.validUntil).getTime() - now.getTime()) / 1000)
    return { ...base, ...rendered, timeToLive }
  }
  throw new PermanentError('wrong-channel')
}

/**
 * Checks again what may have changed since the decision (validity, campaign, switches, everything about the customer,
 * whether it is still true, the hour), then addresses and renders.
 * This is the only place where PII is read, and for the inbox none is.
 */
export const prepareMessage = (dependencies: PrepareDependencies) => {
  const { campaigns, profiles, contacts, renderer, unsubscribeUrl } = dependencies
  const hasRoom = roomForFallback(dependencies)

  const render = async (
    message: MessageEntry,
    campaign: WrittenMessage,
    profile: CustomerProfile,
    name?: string,
    unsubscribe?: string,
  ) => {
    const settings = await campaigns.settings()
    return renderer.render({
      campaign: { messages: messagesOf(campaign, message.variant) },
      channel: message.channel,
      locale: profile.single.locale,
      bankLocale: settings.bank.locale,
      timeZone: profile.single.timeZone ?? settings.timeZone,
      variables: templateVariables(campaign, message.signal, settings, name, unsubscribe),
    })
  }

  const toInbox = async (message: MessageEntry, campaign: Campaign, profile: CustomerProfile) => {
    const rendered = await render(message, campaign, profile)
    if (rendered.channel !== 'inapp') throw new PermanentError('wrong-channel')
    const { title, text, locale } = rendered
    return { kind: 'inbox', inbox: { title, text, locale } } as const
  }

  const toProvider = async (
    message: MessageEntry,
    campaign: WrittenMessage,
    profile: CustomerProfile,
    now: Date,
  ) => {
    const contact = await contacts.contact(message.customerId)
    const to = addressFor(message, contact)
    if (!contact || !to) return failed('unreachable')
    const unsubscribe = isMarketingEmail(message) ? await unsubscribeUrl?.(message) : undefined
    if (isMarketingEmail(message) && !unsubscribe) return failed('no-unsubscribe-url')
    const rendered = await render(message, campaign, profile, contact.fullName, unsubscribe)
    return { kind: 'send', outgoing: outgoingOf(message, rendered, to, now, unsubscribe) } as const
  }

  /**
   * What the engine itself says belongs to no campaign, and answers an opt-out that it must not be stopped by (RULES 3).
   * What cannot reach anybody, or is switched off, does not leave either.
   */
  const prepareSystem = async (message: MessageEntry, written: WrittenMessage, now: Date) => {
    const stop = stopped(message, await campaigns.settings(), now)
    if (stop) return stop
    const profile = await profiles.profile(message.customerId)
    return profile.suppressions.get(message.channel)?.reason === 'bounced'
      ? cancelled('suppressed')
      : toProvider(message, written, profile, now)
  }

  const prepare = async (message: MessageEntry, now: Date): Promise<Prepared> => {
    if (new Date(message.validUntil) <= now) return expired('expired')
    const system = systemMessageOf(message)
    if (system) return prepareSystem(message, system, now)
    const live = await campaigns.liveCampaign(message.campaignId)
    const standing = campaignStanding(message, live, now)
    // Before the switches: a message must know of a pause, whatever else holds it.
    if (standing === 'waits') return waiting(message, CAMPAIGN_PAUSED, now)
    if (!live || standing !== 'leaves') return cancelled(standing)
    const settings = await campaigns.settings()
    const stop = stopped(message, settings, now)
    if (stop) return stop
    const campaign = await decidedVersion(campaigns, live, message)
    if (!campaign) return failed('campaign-version-missing')
    const profile = await profiles.profile(message.customerId)
    const circumstances = new Circumstances({ signal: message.signal, profile, settings, now })
    const refusal = recheck(message, campaign, circumstances)
    if (refusal) return cancelled(refusal)
    const night = heldBack(message, campaign, circumstances)
    if (night) return night
    if (!(await hasRoom(message, campaign, circumstances))) return cancelled('capped')
    return message.channel === 'inapp'
      ? toInbox(message, campaign, profile)
      : toProvider(message, campaign, profile, now)
  }

  return async (message: MessageEntry, now: Date): Promise<Prepared> => {
    try {
      return await prepare(message, now)
    } catch (error) {
      if (error instanceof PermanentError) return failed(error.reason)
      throw error
    }
  }
}

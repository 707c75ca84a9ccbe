import { chooseVariant } from '#shared/domain/campaign/variant.ts'
import type { WrittenPart } from '#shared/domain/campaign/written-part.ts'
import { type SmsLength, smsLength } from '#shared/domain/message/sms-segments.ts'
import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import { spreadHash, unitHash } from '#shared/domain/stable-hash.ts'
import type { Channel, SignalType } from '#shared/domain/vocabulary.ts'
import type { ProfileReader } from '#shared/ports/profile-reader.ts'
import type { SettingsStore } from '#shared/ports/settings-store.ts'
import type { Rendered } from '#shared/ports/template-renderer.ts'
import {
  mustHaveVariant,
  readWritten,
  renderSample,
  sampledSignal,
  type Version,
  type WrittenDependencies,
} from '#shared/use-cases/preview/written-campaign.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

export interface PreviewDependencies extends WrittenDependencies {
  readonly settingsStore: Pick<SettingsStore, 'read'>
  readonly profiles: ProfileReader
}

/** What is not named is shown in every way that the campaign has. */
export interface PreviewRequest {
  readonly campaignId: string
  readonly version: Version
  readonly language?: string | undefined
  readonly channel?: Channel | undefined
  readonly variant?: string | undefined
  readonly signal?: SignalType | undefined
  /** In the language and zone of this customer, and in the variant they get; the name stays a sample's. */
  readonly customerId?: string | undefined
}

export interface Preview {
  readonly channel: Channel
  readonly variant?: string
  /** What was asked for. */
  readonly language: string
  /** What it is shown in, as the customer would get it: another one where it is not written in that language. */
  readonly shownIn?: string
  readonly fallsBack: boolean
  readonly message?: Rendered
  readonly sms?: SmsLength
  /** Why it cannot be shown: `template-missing`, `template-error`. */
  readonly problem?: string
}

export interface Previews {
  readonly campaignId: string
  readonly version: Version
  readonly signal: SignalType
  readonly previews: readonly Preview[]
}

/** One request renders so many messages at most: each may take its time. */
export const MOST_PREVIEWS = 60

const sameLanguage = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase()

const languagesOf = (part: WrittenPart): readonly string[] => {
  const all = [part.messages, ...part.variants.map(({ messages }) => messages)].flatMap(Object.keys)
  return all.length === 0 ? ['en'] : [...new Set(all)]
}

/** What a customer's profile decides of the form; no personal data is read. */
const formFor = (
  { campaignId, variant }: PreviewRequest,
  part: WrittenPart,
  profile: CustomerProfile | undefined,
): { readonly languages: readonly string[]; readonly variants: readonly (string | undefined)[] } => {
  const all = part.variants.length === 0 ? [undefined] : part.variants.map(({ id }) => id)
  if (!profile) return { languages: languagesOf(part), variants: variant === undefined ? all : [variant] }
  const own = chooseVariant(part, unitHash(profile.customerId, spreadHash(`${campaignId}#variant`)))
  return { languages: [profile.single.locale ?? ''], variants: [variant ?? own] }
}

const previewOf = (
  rendered: Rendered | string,
  asked: { readonly channel: Channel; readonly language: string; readonly variant: string | undefined },
): Preview => {
  const { variant, ...rest } = asked
  const base = { ...rest, ...(variant === undefined ? {} : { variant }) }
  if (typeof rendered === 'string') return { ...base, fallsBack: false, problem: rendered }
  return {
    ...base,
    shownIn: rendered.locale,
    fallsBack: !sameLanguage(rendered.locale, asked.language),
    message: rendered,
    ...(rendered.channel === 'sms' ? { sms: smsLength(rendered.text) } : {}),
  }
}

const knownCustomer = async (
  { profiles }: PreviewDependencies,
  { customerId }: PreviewRequest,
): Promise<CustomerProfile | undefined> => {
  if (customerId === undefined) return undefined
  const profile = await profiles.profile(customerId)
  if (!profile.known) throw new Refusal('not-found', 'no-such-customer', 'There is no such customer')
  return profile
}

/**
 * A campaign's messages as customers would get them: rendered by the renderer that sends them, with a sample signal, for a
 * sample's name. Reads no personal data.
 * @throws Refusal `no-such-version`, `campaign-unreadable`, `no-such-variant`, `no-such-signal`, `no-such-customer`,
 *   `too-many`
 */
export const previewCampaign = async (
  dependencies: PreviewDependencies,
  request: PreviewRequest,
): Promise<Previews> => {
  const { campaignId, version, channel } = request
  const part = await readWritten(dependencies, campaignId, version)
  mustHaveVariant(part, request.variant)
  const signal = sampledSignal(part, request.signal)
  const profile = await knownCustomer(dependencies, request)
  const { settings } = await dependencies.settingsStore.read()
  const form = formFor(request, part, profile)
  const languages = request.language === undefined ? form.languages : [request.language]
  const channels = channel === undefined ? part.channels : [channel]
  const asked = form.variants.flatMap((variant) =>
    channels.flatMap((each) => languages.map((language) => ({ channel: each, language, variant }))),
  )
  if (asked.length > MOST_PREVIEWS)
    throw new Refusal(
      'invalid',
      'too-many',
      `These would be ${asked.length} messages, and ${MOST_PREVIEWS} are the most: name a language, a channel or a variant`,
    )
  const timeZone = profile?.single.timeZone ?? settings.timeZone
  return {
    campaignId,
    version,
    signal,
    previews: asked.map((one) =>
      previewOf(renderSample(dependencies.renderer, part, { ...one, signal, timeZone }, settings.bank), one),
    ),
  }
}

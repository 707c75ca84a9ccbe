import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { messagesOf } from '#shared/domain/campaign/variant.ts'
import { type WrittenPart, writtenPart } from '#shared/domain/campaign/written-part.ts'
import { PermanentError } from '#shared/domain/errors.ts'
import { sampleVariables } from '#shared/domain/message/sample-variables.ts'
import type { Settings } from '#shared/domain/settings.ts'
import type { Channel, SignalType } from '#shared/domain/vocabulary.ts'
import type { CampaignDrafts } from '#shared/ports/campaign-drafts.ts'
import type { CampaignVersions } from '#shared/ports/campaign-versions.ts'
import type { Rendered, TemplateRenderer } from '#shared/ports/template-renderer.ts'
import { findWorkingCopy } from '#shared/use-cases/campaigns/working-copy-of.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

export interface WrittenDependencies {
  readonly drafts: Pick<CampaignDrafts, 'read'>
  readonly versions: Pick<CampaignVersions, 'version' | 'page'>
  readonly renderer: TemplateRenderer
}

/** The draft as it is being written, or a version as it was approved. */
export type Version = number | 'draft'

const partOf = (content: unknown): WrittenPart => {
  const read = writtenPart(content)
  if ('part' in read) return read.part
  throw new Refusal(
    'invalid',
    'campaign-unreadable',
    'What messages are written from cannot be read yet',
    read.problems.map(({ path, code, message }) => ({ path, code, message })),
  )
}

/**
 * What a campaign's messages are written from.
 * @throws Refusal `no-such-version`, `campaign-unreadable`
 */
export const readWritten = async (
  { drafts, versions }: Pick<WrittenDependencies, 'drafts' | 'versions'>,
  campaignId: string,
  version: Version,
): Promise<WrittenPart> => {
  const content: Campaign | unknown =
    version === 'draft'
      ? (await findWorkingCopy({ drafts, versions }, campaignId))?.content
      : await versions.version(campaignId, version)
  if (content === undefined)
    throw new Refusal('not-found', 'no-such-version', 'There is no such campaign, or not this version of it')
  return partOf(content)
}

/** The signal that a sample is of. @throws Refusal `no-such-signal` where it does not trigger the campaign */
export const sampledSignal = ({ trigger }: WrittenPart, wanted: SignalType | undefined): SignalType => {
  const signal = wanted ?? trigger[0] ?? 'Scheduled'
  if (!trigger.includes(signal))
    throw new Refusal('invalid', 'no-such-signal', 'The campaign is not triggered by this signal', [
      { path: 'signal', code: 'no-such-signal', message: `it is triggered by ${trigger.join(', ')}` },
    ])
  return signal
}

/** @throws Refusal `no-such-variant` */
export const mustHaveVariant = ({ variants }: WrittenPart, variant: string | undefined): void => {
  if (variant !== undefined && !variants.some(({ id }) => id === variant))
    throw new Refusal('invalid', 'no-such-variant', 'The campaign has no such variant', [
      { path: 'variant', code: 'no-such-variant', message: 'is none of the campaign’s variants' },
    ])
}

export interface SampleRequest {
  readonly channel: Channel
  readonly language: string
  readonly variant: string | undefined
  readonly signal: SignalType
  /** IANA zone that instants are shown in. */
  readonly timeZone: string
}

/**
 * One message as it would be sent, with a sample's name and a sample signal's values.
 * @returns the reason where it cannot be rendered: `template-missing`, `template-error`
 */
export const renderSample = (
  renderer: TemplateRenderer,
  part: WrittenPart,
  { channel, language, variant, signal, timeZone }: SampleRequest,
  bank: Settings['bank'],
): Rendered | string => {
  try {
    return renderer.render({
      campaign: { messages: messagesOf(part, variant) },
      channel,
      locale: language,
      bankLocale: bank.locale,
      timeZone,
      variables: sampleVariables({ channel, language }, part, signal, 'all', bank),
    })
  } catch (error) {
    if (error instanceof PermanentError) return error.reason
    throw error
  }
}

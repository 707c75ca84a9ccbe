import type { Caller } from '#shared/domain/access/caller.ts'
import type { WrittenPart } from '#shared/domain/campaign/written-part.ts'
import { ProviderError } from '#shared/domain/delivery/provider-error.ts'
import { RetryableError } from '#shared/domain/errors.ts'
import { testMark } from '#shared/domain/message/test-mark.ts'
import type { SignalType } from '#shared/domain/vocabulary.ts'
import type { ChannelProvider, OutgoingMessage } from '#shared/ports/channel-provider.ts'
import type { SettingsStore } from '#shared/ports/settings-store.ts'
import type { Rendered } from '#shared/ports/template-renderer.ts'
import type { TestSends } from '#shared/ports/test-sends.ts'
import {
  mustHaveVariant,
  readWritten,
  renderSample,
  sampledSignal,
  type Version,
  type WrittenDependencies,
} from '#shared/use-cases/preview/written-campaign.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

export interface TestSendDependencies extends WrittenDependencies {
  readonly settingsStore: Pick<SettingsStore, 'read'>
  readonly testSends: TestSends
  readonly providers: Readonly<Record<OutgoingMessage['channel'], ChannelProvider>>
}

export interface TestSendRequest {
  readonly campaignId: string
  readonly version: Version
  readonly channel: OutgoingMessage['channel']
  readonly language: string
  readonly variant?: string | undefined
  readonly signal?: SignalType | undefined
}

/** Test messages that one person may send a minute. */
export const MOST_A_MINUTE = 5

const MINUTE_MS = 60_000

/** How long a test SMS is worth delivering, in seconds. */
const TIME_TO_LIVE = 600

/** `in-doubt`: the provider did not answer clearly, so that it may or may not have been sent. */
export interface TestSent {
  readonly state: 'sent' | 'in-doubt'
  readonly channel: OutgoingMessage['channel']
  readonly shownIn: string
}

/** The only address that a test message ever goes to: the caller's own, as the user pool has verified it. */
const ownAddress = ({ email, phone }: Caller, channel: OutgoingMessage['channel']): string => {
  const address = channel === 'email' ? email : phone
  if (address === undefined)
    throw new Refusal(
      'invalid',
      'no-verified-address',
      channel === 'email'
        ? 'Your token has no verified email address'
        : 'Your token has no verified phone number',
    )
  return address
}

/** It is no message of any customer's, so that no feedback about it finds anything. */
const keyOf = (requestId: string) => ({ customerId: 'test-send', entry: `test-send#${requestId}` })

/** With its mark, and without headers to unsubscribe by: there is nobody whom they would unsubscribe. */
const outgoingOf = (
  rendered: Rendered,
  to: string,
  { purpose }: WrittenPart,
  requestId: string,
): OutgoingMessage => {
  const base = { key: keyOf(requestId), purpose, to, locale: rendered.locale }
  const mark = testMark(rendered.locale)
  if (rendered.channel === 'email') {
    const { channel, subject, text, html } = rendered
    return { ...base, channel, subject: `${mark} ${subject}`, text, ...(html === undefined ? {} : { html }) }
  }
  return { ...base, channel: 'sms', text: `${mark} ${rendered.text}`, timeToLive: TIME_TO_LIVE }
}

const send = async (provider: ChannelProvider, outgoing: OutgoingMessage): Promise<TestSent['state']> => {
  try {
    await provider.send(outgoing)
    return 'sent'
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    if (error.kind === 'in-doubt') return 'in-doubt'
    if (error.kind === 'throttled' || error.kind === 'unavailable') throw new RetryableError(error.kind)
    throw new Refusal('conflict', 'provider-refused', `The provider did not take it: ${error.kind}`)
  }
}

/** They are counted by minutes of the clock (shared/ports/test-sends.ts). */
const tooMany = (now: Date): Refusal => {
  const left = MINUTE_MS - (now.getTime() % MINUTE_MS)
  const detail = `At most ${MOST_A_MINUTE} test messages a minute`
  return new Refusal('too-many', 'too-many-tests', detail, [], Math.ceil(left / 1_000))
}

/**
 * Sends one message of a campaign to who asks for it, through the provider that customers' messages go through, marked as a
 * test. Nothing of it is written to any journal or counted as a result; that it was sent stands in the audit table, before
 * it is.
 * @throws Refusal as a preview, and `no-verified-address`, `cannot-be-rendered`, `stopped`, `too-many-tests`,
 *   `provider-refused`; RetryableError where the provider takes nothing just now
 */
export const sendTest = async (
  dependencies: TestSendDependencies,
  request: TestSendRequest,
  { caller, requestId, now }: { readonly caller: Caller; readonly requestId: string; readonly now: Date },
): Promise<TestSent> => {
  const { campaignId, version, channel, language, variant } = request
  const to = ownAddress(caller, channel)
  const part = await readWritten(dependencies, campaignId, version)
  mustHaveVariant(part, variant)
  const signal = sampledSignal(part, request.signal)
  const { settings } = await dependencies.settingsStore.read()
  if (settings.operations[part.purpose] === 'stop')
    throw new Refusal('conflict', 'stopped', 'Nothing of this purpose leaves: operators have stopped it')
  const sample = { channel, language, variant, signal, timeZone: settings.timeZone }
  const rendered = renderSample(dependencies.renderer, part, sample, settings.bank)
  if (typeof rendered === 'string')
    throw new Refusal('invalid', 'cannot-be-rendered', `The message cannot be rendered: ${rendered}`)
  const audit = {
    subject: `campaign#${campaignId}`,
    action: 'test-sent',
    at: now,
    caller,
    requestId,
    details: { version: String(version), channel, language, variant },
  }
  if (!(await dependencies.testSends.take(caller.userId, now, MOST_A_MINUTE, audit))) throw tooMany(now)
  const state = await send(dependencies.providers[channel], outgoingOf(rendered, to, part, requestId))
  return { state, channel, shownIn: rendered.locale }
}

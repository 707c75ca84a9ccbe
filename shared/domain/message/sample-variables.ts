import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { signalData } from '#shared/domain/campaign/checks/signal-data.ts'
import { type TemplateVariables, templateVariables } from '#shared/domain/message/template-variables.ts'
import type { Settings } from '#shared/domain/settings.ts'
import type { Channel, SignalType } from '#shared/domain/vocabulary.ts'

const HAN = /^(?:zh|ja|ko)\b/i

/** Names on the long side of what is usual. */
const nameIn = (language: string): string => (HAN.test(language) ? '欧阳晓明' : 'Ing. Alexandra Procházková')

const UNSUBSCRIBE_URL = 'https://unsubscribe.bank.example/u/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789'

/** A service message is not unsubscribed from, and neither is an SMS by a link. */
export const isMarketingEmail = (channel: Channel, { purpose }: Pick<Campaign, 'purpose'>): boolean =>
  channel === 'email' && purpose === 'marketing'

/**
 * The variables of a template, with values as a signal may bring them, for a customer that there is not.
 * @param data `least`: a signal that carries no more than it must
 */
export const sampleVariables = (
  { channel, language }: { readonly channel: Channel; readonly language: string },
  campaign: Pick<Campaign, 'name' | 'purpose'>,
  type: SignalType,
  data: 'all' | 'least',
  bank: Settings['bank'],
): TemplateVariables => {
  const { always, sometimes } = signalData[type]
  return templateVariables(
    campaign,
    { data: data === 'all' ? { ...always, ...sometimes } : always },
    { bank },
    channel === 'inapp' ? undefined : nameIn(language),
    isMarketingEmail(channel, campaign) ? UNSUBSCRIBE_URL : undefined,
  )
}

import { type Campaign, signalTypesOf } from '#shared/domain/campaign/campaign.ts'
import { signalData } from '#shared/domain/campaign/checks/signal-data.ts'
import type { WrittenText } from '#shared/domain/campaign/checks/texts.ts'
import { type TemplateVariables, templateVariables } from '#shared/domain/message/template-variables.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import type { Channel, SignalType } from '#shared/domain/vocabulary.ts'

const HAN = /^(?:zh|ja|ko)\b/i

/** Names on the long side of what is usual. */
const nameIn = (language: string): string => (HAN.test(language) ? '欧阳晓明' : 'Ing. Alexandra Procházková')

const UNSUBSCRIBE_URL = 'https://unsubscribe.bank.example/u/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789'

const isMarketingEmail = (channel: Channel, { purpose }: Pick<Campaign, 'purpose'>): boolean =>
  channel === 'email' && purpose === 'marketing'

/**
 * The variables of a template, with values as a signal may bring them.
 * @param data `least`: a signal that carries no more than it must
 */
export const sampleVariables = (
  { channel, language }: Pick<WrittenText, 'channel' | 'language'>,
  campaign: Campaign,
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

/** What the campaign's signals carry: each at least one of them. */
export const signalFieldsOf = (campaign: Campaign): string[] => [
  ...new Set(
    signalTypesOf(campaign).flatMap((type) =>
      Object.keys({ ...signalData[type].always, ...signalData[type].sometimes }),
    ),
  ),
]

/** The names of all variables that a template of the channel may use. */
export const variableNames = (channel: Channel, campaign: Campaign): string[] => [
  ...(channel === 'inapp' ? [] : ['customer.name', 'customer.firstName']),
  ...Object.keys(defaultSettings.bank).map((key) => `bank.${key}`),
  'campaign.name',
  ...signalFieldsOf(campaign).map((field) => `signal.${field}`),
  ...(isMarketingEmail(channel, campaign) ? ['unsubscribe.url'] : []),
]

import { type Campaign, signalTypesOf } from '#shared/domain/campaign/campaign.ts'
import { signalData } from '#shared/domain/campaign/checks/signal-data.ts'
import { isMarketingEmail } from '#shared/domain/message/sample-variables.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import type { Channel } from '#shared/domain/vocabulary.ts'

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

import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import { WANTED } from '#test/bench/launch/customers.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'

/** Marketing at any hour, and room for one message of each launch of a run. */
export const launchSettings: Settings = {
  ...defaultSettings,
  marketingHours: { from: 0, to: 24 },
  caps: { marketing: { perDay: 10, perWeek: 10 } },
  delivery: { email: { perSecond: 10_000 }, sms: { perSecond: 10_000 } },
}

const scheduled = (id: string, changes: Partial<Campaign>): Campaign =>
  aCampaign({
    id,
    name: id,
    purpose: 'marketing',
    offer: true,
    trigger: { schedule: { cron: '0 9 1 1 *', timeZone: 'Europe/Prague' } },
    channels: ['email', 'inapp'],
    messages: {
      en: {
        email: { subject: 'An offer', text: 'Dear {{ customer.name }}, ask us.' },
        inapp: { title: 'An offer', text: 'Ask us.' },
      },
    },
    ...changes,
  })

/** To those who hold the wanted product. */
export const toSome = (id: string): Campaign =>
  scheduled(id, { audience: { field: 'customer.products', op: 'contains', value: WANTED } })

/** To everybody. */
export const toAll = (id: string): Campaign => scheduled(id, {})

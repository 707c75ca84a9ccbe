import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import type { Purpose } from '#shared/domain/vocabulary.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'

/** A signal that stays true whatever happens after it, so that no message is withdrawn for being out of date. */
export const SIGNAL = 'LargeDeposit'

export const campaignOf: Readonly<Record<Purpose, Campaign>> = {
  service: aCampaign({
    id: 'deposit-arrived',
    name: 'Deposit arrived',
    trigger: { signals: [{ type: SIGNAL }] },
    messages: {
      en: {
        email: {
          subject: 'A deposit arrived',
          text: 'Dear {{ customer.name }}, {{ signal.amount | money }}',
        },
        sms: { text: '{{ bank.name }}: {{ signal.amount | money }} arrived' },
        inapp: { title: 'A deposit arrived', text: '{{ signal.amount | money }}' },
      },
    },
  }),
  marketing: aCampaign({
    id: 'deposit-offer',
    name: 'What to do with a deposit',
    purpose: 'marketing',
    offer: true,
    trigger: { signals: [{ type: SIGNAL }] },
    messages: {
      en: {
        email: { subject: 'Your deposit could earn more', text: 'Dear {{ customer.name }}, ask us.' },
        sms: { text: '{{ bank.name }}: your deposit could earn more.' },
        inapp: { title: 'Earn more', text: 'Your deposit could earn more.' },
      },
    },
  }),
}

/** Marketing at any hour, so that a run at night does as one by day. @param perSecond limit of each provider */
export const settingsWith = (perSecond: number): Settings => ({
  ...defaultSettings,
  marketingHours: { from: 0, to: 24 },
  delivery: { email: { perSecond }, sms: { perSecond } },
})

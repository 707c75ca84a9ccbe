import type { Campaign } from '#shared/domain/campaign/campaign.ts'

/** A small valid campaign about low balances, different where told. */
export const aCampaign = (changes: Partial<Campaign> = {}): Campaign => ({
  schema: 2,
  id: 'low-balance',
  version: 1,
  name: 'Low balance',
  status: 'live',
  purpose: 'service',
  trigger: { signals: [{ type: 'LowBalance' }] },
  holdout: 0,
  offer: false,
  flags: {},
  priority: 0,
  expectedValue: 1,
  propensity: { base: 1, adjust: [] },
  context: [],
  variants: [],
  expiresAfterHours: 24,
  channels: ['email', 'sms', 'inapp'],
  messages: {
    en: {
      email: {
        subject: 'Hello {{ customer.firstName }}',
        text: 'Dear {{ customer.name }}, {{ signal.balance | money }}',
        html: '<p>{{ customer.name }}</p>',
      },
      sms: { text: '{{ bank.name }}: {{ customer.name }} {{ signal.balance | money }}' },
      inapp: { title: 'Low', text: 'Balance {{ signal.balance | money }}' },
    },
    'cs-CZ': { inapp: { title: 'Nízký', text: 'Zůstatek {{ signal.balance | money }}' } },
  },
  createdBy: 'a',
  approvedBy: 'b',
  ...changes,
})

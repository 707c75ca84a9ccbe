import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { Condition } from '#shared/domain/campaign/condition.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import { CURRENCY } from '#test/bench/mix/customers.ts'
import { benchCampaigns } from '#test/bench/workload/campaigns.ts'
import { otherTypes, triggerTypes } from '#test/bench/workload/tests.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'

/** Marketing at any hour, room under the caps for every message of a run, and no waiting for the providers' lines. */
export const mixSettings: Settings = {
  ...defaultSettings,
  marketingHours: { from: 0, to: 24 },
  caps: { marketing: { perDay: 1_000, perWeek: 1_000 } },
  delivery: { email: { perSecond: 10_000 }, sms: { perSecond: 10_000 } },
}

const messages: Campaign['messages'] = {
  en: {
    email: {
      subject: 'Your account, {{ customer.firstName }}',
      text: 'Dear {{ customer.name }},\n\nsomething about your account may interest you. Have a look at {{ bank.website }} or call us.\n\n{{ bank.name }}',
      html: '<p>Dear {{ customer.name }},</p><p>something about your account may interest you. Have a look at <a href="{{ bank.website }}">{{ bank.website }}</a> or call us.</p><p>{{ bank.name }}</p>',
    },
    sms: { text: '{{ bank.name }}: something about your account may interest you.' },
  },
}

const service: Partial<Campaign> = { purpose: 'service', channels: ['email'], messages }
const marketing: Partial<Campaign> = {
  purpose: 'marketing',
  offer: true,
  product: { code: 'savings-plus', kind: 'deposit' },
  messages,
}

/** What decides on the mix's signals: two speak, one is for others, one goes by a channel that is closed to it. */
const planned: readonly Campaign[] = [
  aCampaign({ ...service, id: 'mix-low-balance', name: 'Low balance' }),
  aCampaign({
    ...marketing,
    id: 'mix-large-deposit',
    name: 'Savings for a large deposit',
    trigger: {
      signals: [
        {
          type: 'LargeDeposit',
          where: { field: 'signal.amount', op: 'gte', value: { [CURRENCY]: 8_000_000 } },
        },
      ],
    },
    channels: ['email'],
  }),
  aCampaign({
    ...service,
    id: 'mix-large-withdrawal',
    name: 'Large withdrawals of private banking',
    trigger: { signals: [{ type: 'LargeWithdrawal' }] },
    audience: { field: 'customer.products', op: 'contains', value: 'private-banking' },
  }),
  aCampaign({
    ...marketing,
    id: 'mix-salary',
    name: 'Saving from the salary',
    trigger: { signals: [{ type: 'SalaryArrived' }] },
    channels: ['sms'],
  }),
]

/** The least number of campaigns. */
export const PLANNED_CAMPAIGNS = planned.length

/** Branches of another region, where no customer of the mix is. */
const elsewhere: Condition = { field: 'customer.branch', op: 'in', value: ['E01', 'E02', 'E03'] }

const forOthers = (campaign: Campaign): Campaign => ({
  ...campaign,
  audience: { all: [...(campaign.audience ? [campaign.audience] : []), elsewhere] },
})

/**
 * So many live campaigns over nine moments, the mix's among them, each with four to seven conditions. Who gets a
 * message depends on the first four alone: the others are for customers of another region.
 */
export const mixCampaigns = (count: number, seed = 1): Campaign[] => {
  if (count < PLANNED_CAMPAIGNS) throw new Error(`the mix has ${PLANNED_CAMPAIGNS} campaigns at least`)
  const others = count - PLANNED_CAMPAIGNS
  const idle = Math.floor((others * otherTypes.length) / (otherTypes.length + triggerTypes.length))
  return [...planned, ...benchCampaigns(seed, others - idle, idle).map(forOthers)]
}

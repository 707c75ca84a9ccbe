import { describe, expect, it } from 'vitest'
import { readExampleCampaigns, readStarterCampaigns } from '#infra/seed/shipped-campaigns.ts'
import { templateProblems } from '#shared/adapters/liquid/template-problems.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { checkCampaign } from '#shared/domain/campaign/check-campaign.ts'

const starters = readStarterCampaigns()
const examples = readExampleCampaigns()
const shipped = [...starters, ...examples]

const byName = (campaigns: readonly Campaign[]) =>
  campaigns.map((campaign) => [campaign.id, campaign] as const)
describe('shipped campaigns', () => {
  it('are four to start with, which only serve', () => {
    expect(starters.map(({ id }) => id)).toEqual([
      'birthday-greeting',
      'card-renewal-reminder',
      'large-withdrawal-care',
      'low-balance-care',
    ])
    expect(new Set(starters.map(({ purpose }) => purpose))).toEqual(new Set(['service']))
  })

  it('are eight more for a bank to decide about', () => {
    expect(examples.map(({ id }) => id)).toEqual([
      'dormant-gold-card',
      'foreign-card-renewal',
      'large-deposit-savings',
      'loan-nearly-repaid',
      'lunar-birthday',
      'new-customer-first-weeks',
      'salary-arrived',
      'wealth-tier-welcome',
    ])
  })

  it.each(byName(shipped))('%s breaks no rule and gives no warning', (_, campaign) => {
    expect(checkCampaign(campaign).problems).toEqual([])
    expect(templateProblems(campaign)).toEqual([])
  })

  it.each(byName(shipped))('%s is live, and was approved by somebody else than its author', (_, campaign) => {
    expect(campaign.status).toBe('live')
    expect(campaign.approvedBy).not.toBe(campaign.createdBy)
  })

  it.each(byName(shipped))('%s says on every channel the same in every language', (_, campaign) => {
    expect(Object.keys(campaign.messages)).toEqual(expect.arrayContaining(['en', 'zh-CN']))
    for (const templates of Object.values(campaign.messages))
      expect(Object.keys(templates).sort()).toEqual([...campaign.channels].sort())
  })

  it.each(byName(shipped))('%s compares its variants in every language', (_, { messages, variants }) => {
    for (const variant of variants.filter((one) => Object.keys(one.messages).length > 0))
      expect(Object.keys(variant.messages).sort()).toEqual(Object.keys(messages).sort())
  })

  it.each(byName(shipped.filter(({ task }) => task)))('%s tells the manager what and why', (_, campaign) => {
    for (const words of [campaign.task?.title, campaign.task?.reason])
      expect(Object.keys(words ?? {})).toEqual(expect.arrayContaining(Object.keys(campaign.messages)))
  })

  it.each(byName(shipped.filter(({ purpose }) => purpose === 'marketing')))(
    '%s names what it offers, can be measured, and does not nag',
    (_, campaign) => {
      expect(campaign.offer).toBe(true)
      expect(campaign.product).toBeDefined()
      expect(campaign.holdout > 0 || campaign.product?.kind === 'investment').toBe(true)
      expect(campaign.minDaysBetween).toBeGreaterThanOrEqual(30)
    },
  )

  it('hand the large withdrawal of an older or vulnerable customer to a person within a day', () => {
    const task = starters.find(({ id }) => id === 'large-withdrawal-care')?.task
    expect(task?.mode).toBe('instead')
    expect(task?.when).toEqual({
      any: [
        { field: 'customer.age', op: 'gte', value: 65 },
        { field: 'customer.vulnerable', op: 'eq', value: true },
      ],
    })
    expect(task?.dueWithinHours).toBeGreaterThanOrEqual(4)
    expect(task?.dueWithinHours).toBeLessThanOrEqual(24)
  })
})

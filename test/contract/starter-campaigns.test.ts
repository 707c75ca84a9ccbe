import { describe, expect, it } from 'vitest'
import { readStarterCampaigns } from '#infra/seed/shipped-campaigns.ts'
import { createTemplateRenderer } from '#shared/adapters/liquid/template-renderer.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { templateVariables } from '#shared/domain/message/template-variables.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { type Channel, channelSchema, type SignalType } from '#shared/domain/vocabulary.ts'
import type { Rendered } from '#shared/ports/template-renderer.ts'

const campaigns = readStarterCampaigns()
const renderer = createTemplateRenderer()
const languages = ['en', 'zh-CN', 'cs-CZ'] as const
const money = { minorUnits: 123_456, currency: 'CZK' }

type SignalData = Parameters<typeof templateVariables>[1]['data']

/** Each signal as full and as bare as it can come: ready-made ones lack what is optional. */
const signals: Readonly<Record<SignalType, { full: SignalData; bare: SignalData }>> = {
  LowBalance: {
    full: { accountId: 'A77', balance: money, threshold: { minorUnits: 200_000, currency: 'CZK' } },
    bare: { balance: money },
  },
  LargeWithdrawal: { full: { accountId: 'A77', amount: money }, bare: { amount: money } },
  LargeDeposit: { full: { accountId: 'A77', amount: money }, bare: { amount: money } },
  CardExpiring: {
    full: { cardId: 'K5', product: 'debit-classic', expiresOn: '2026-12-31', daysLeft: 30 },
    bare: { cardId: 'K5', expiresOn: '2026-12-31', daysLeft: 1 },
  },
  Birthday: { full: { on: '2026-06-02' }, bare: { on: '2026-06-02' } },
}

const signalOf = (campaign: Campaign, kind: 'full' | 'bare') => {
  const [type] = campaign.signals
  if (type === undefined) throw new Error('a campaign has a signal')
  return { data: signals[type][kind] }
}

const render = (campaign: Campaign, locale: string, channel: Channel, kind: 'full' | 'bare'): Rendered => {
  const name = channel === 'inapp' ? undefined : '<Jana> Nováková'
  const variables = templateVariables(campaign, signalOf(campaign, kind), defaultSettings, name)
  return renderer.render({ campaign, channel, locale, timeZone: 'Europe/Prague', variables })
}

const textsOf = (rendered: Rendered): string[] => {
  if (rendered.channel === 'email') return [rendered.subject, rendered.text, rendered.html ?? '']
  return rendered.channel === 'inapp' ? [rendered.title, rendered.text] : [rendered.text]
}

const every = campaigns.flatMap((campaign) =>
  languages.flatMap((locale) => channelSchema.options.map((channel) => ({ campaign, locale, channel }))),
)
const label = ({ campaign, locale, channel }: (typeof every)[number]) =>
  [`${campaign.id} ${locale} ${channel}`, { campaign, locale, channel }] as const

/** Words of selling and of promising (RULES 1 and 15). */
const OFFER =
  /\boffer|discount|mortgage|\bloan|invest|interest rate|\d ?%|guarantee|risk-free|apply now|nabíd|slev|půjč|hypot|úvěr|úrok|invest|zaruč|výhodn|优惠|贷款|利率|理财|收益|保本|折扣|申请/i

describe('starter campaigns', () => {
  it('are the four of the first release', () => {
    expect(campaigns.map(({ id }) => id)).toEqual([
      'birthday-greeting',
      'card-renewal-reminder',
      'large-withdrawal-care',
      'low-balance-care',
    ])
  })

  it.each(campaigns.map((campaign) => [campaign.id, campaign] as const))(
    '%s serves, and was approved by somebody else than its author',
    (_, campaign) => {
      expect(campaign.purpose).toBe('service')
      expect(campaign.status).toBe('live')
      expect(campaign.approvedBy).not.toBe(campaign.createdBy)
      expect(Object.keys(campaign.messages).sort()).toEqual([...languages].sort())
    },
  )

  it('hands the large withdrawal of an older or vulnerable customer to a person within a day', () => {
    const handOver = campaigns.find(({ id }) => id === 'large-withdrawal-care')?.handOver
    expect(handOver?.when).toEqual({
      any: [
        { field: 'customer.age', op: 'gte', value: 65 },
        { field: 'customer.vulnerable', op: 'eq', value: true },
      ],
    })
    expect(handOver?.dueWithinHours).toBeGreaterThanOrEqual(4)
    expect(handOver?.dueWithinHours).toBeLessThanOrEqual(24)
    expect(Object.keys(handOver?.title ?? {}).sort()).toEqual([...languages].sort())
  })

  describe.each(every.map(label))('%s', (_, { campaign, locale, channel }) => {
    it('renders in its language, with the least a signal carries too', () => {
      for (const kind of ['full', 'bare'] as const) {
        const rendered = render(campaign, locale, channel, kind)
        expect(rendered.locale).toBe(locale)
        for (const text of textsOf(rendered)) expect(text).not.toMatch(/\{[{%]|undefined|null|\[object/)
      }
    })

    it('offers and promises nothing', () => {
      for (const text of textsOf(render(campaign, locale, channel, 'full'))) expect(text).not.toMatch(OFFER)
    })

    it('shows no account or card number and leads nowhere', () => {
      const all = textsOf(render(campaign, locale, channel, 'full')).join('\n')
      expect(all).not.toMatch(/A77|K5|https?:|<a /)
    })

    it('is written in the language it says', () => {
      for (const text of textsOf(render(campaign, locale, channel, 'full'))) {
        expect(/\p{Script=Han}/u.test(text)).toBe(locale === 'zh-CN')
        expect(/[ěščřžýáíéůúň]/i.test(text.replaceAll('Nováková', '').replaceAll('Na Příkopě', ''))).toBe(
          locale === 'cs-CZ',
        )
      }
    })

    it('says who writes', () => {
      if (channel === 'inapp') return
      expect(textsOf(render(campaign, locale, channel, 'full')).join('\n')).toContain(
        defaultSettings.bank.name,
      )
    })

    it('keeps markup in a name from becoming markup', () => {
      const rendered = render(campaign, locale, channel, 'full')
      if (rendered.channel === 'email') expect(rendered.html).not.toContain('<Jana>')
    })
  })
})

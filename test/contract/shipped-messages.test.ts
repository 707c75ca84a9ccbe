import { describe, expect, it } from 'vitest'
import { readExampleCampaigns, readStarterCampaigns } from '#infra/seed/shipped-campaigns.ts'
import { createTemplateRenderer } from '#shared/adapters/liquid/template-renderer.ts'
import { type Campaign, signalTypesOf } from '#shared/domain/campaign/campaign.ts'
import { messagesOf } from '#shared/domain/campaign/variant.ts'
import { smsSegments } from '#shared/domain/message/sms-segments.ts'
import { templateVariables } from '#shared/domain/message/template-variables.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import type { Channel, Purpose, SignalType } from '#shared/domain/vocabulary.ts'
import type { Rendered } from '#shared/ports/template-renderer.ts'

const shipped = [...readStarterCampaigns(), ...readExampleCampaigns()]
const renderer = createTemplateRenderer()
const unsubscribeUrl = 'https://bank.example/u?c=1&s=2'
const unsubscribeUrlInHtml = unsubscribeUrl.replace('&', '&amp;')
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
  Birthday: {
    full: { on: '2026-06-02', calendar: 'gregorian' },
    bare: { on: '2026-06-02', calendar: 'chinese' },
  },
  SalaryArrived: { full: { accountId: 'A77', amount: money }, bare: { amount: money } },
  NewCustomer: { full: { on: '2026-06-02' }, bare: { on: '2026-06-02' } },
  AssetTierRaised: {
    full: { tier: 'private', previousTier: 'wealth' },
    bare: { tier: 'wealth', previousTier: 'mass' },
  },
  LoanNearlyRepaid: { full: { accountId: 'A77', balance: money }, bare: { balance: money } },
  Scheduled: { full: { campaignId: 'campaign' }, bare: { campaignId: 'campaign' } },
}

interface Written {
  readonly campaign: Campaign
  readonly variant: string | undefined
  readonly locale: string
  readonly channel: Channel
}

const everything: readonly Written[] = shipped.flatMap((campaign) =>
  [undefined, ...campaign.variants.map(({ id }) => id)].flatMap((variant) =>
    Object.keys(campaign.messages).flatMap((locale) =>
      campaign.channels.map((channel) => ({ campaign, variant, locale, channel })),
    ),
  ),
)

/** As delivery would render it: the inbox without a name, only marketing emails with a link to unsubscribe. */
const render = ({ campaign, variant, locale, channel }: Written, data: SignalData): Rendered => {
  const name = channel === 'inapp' ? undefined : '<Jana> Nováková'
  const url = campaign.purpose === 'marketing' && channel === 'email' ? unsubscribeUrl : undefined
  return renderer.render({
    campaign: { messages: messagesOf(campaign, variant) },
    channel,
    locale,
    timeZone: 'Europe/Prague',
    variables: templateVariables(campaign, { data }, defaultSettings, name, url),
  })
}

const renderFull = (written: Written): Rendered => {
  const [type] = signalTypesOf(written.campaign)
  if (type === undefined) throw new Error('a campaign has a trigger')
  return render(written, signals[type].full)
}

const textsOf = (rendered: Rendered): string[] => {
  if (rendered.channel === 'email') return [rendered.subject, rendered.text, rendered.html ?? '']
  return rendered.channel === 'inapp' ? [rendered.title, rendered.text] : [rendered.text]
}

/** Words of selling (RULES 1). */
const OFFER =
  /\boffer|discount|mortgage|\bloan|invest|saving|deposit|interest rate|\d ?%|apply now|nabíd|slev|\bpůjč|hypot|úvěr|úrok|vklad|výhodn|优惠|贷款|利率|理财|存款|储蓄|收益|折扣|申请/i

/** Words of promising, and rates, which are promises that grow old (RULES 15). */
const PROMISE =
  /guarantee|risk-free|without risk|\d ?%|interest rate|\byield|zaruč|bez rizika|úrok|výnos|保本|保收益|收益|利率|零风险|稳赚/i

const each = ({ purpose, channel, locale }: { purpose?: Purpose; channel?: Channel; locale?: string } = {}) =>
  everything
    .filter((one) => purpose === undefined || one.campaign.purpose === purpose)
    .filter((one) => channel === undefined || one.channel === channel)
    .filter((one) => locale === undefined || one.locale === locale)
    .map((one) => {
      const label = [one.campaign.id, one.variant, one.locale, one.channel].filter((part) => part)
      return [label.join(' '), one] as const
    })

describe.each(each())('%s', (_, written) => {
  const { campaign, locale } = written

  it('renders in its language, with the least a signal carries too', () => {
    for (const type of signalTypesOf(campaign))
      for (const data of Object.values(signals[type])) {
        const rendered = render(written, data)
        expect(rendered.locale).toBe(locale)
        for (const text of textsOf(rendered)) expect(text).not.toMatch(/\{[{%]|undefined|null|\[object/)
      }
  })

  it('is written in the language it says', () => {
    for (const text of textsOf(renderFull(written))) {
      expect(/\p{Script=Han}/u.test(text)).toBe(locale === 'zh-CN')
      expect(/[ěščřžýáíéůúň]/i.test(text.replaceAll('Nováková', '').replaceAll('Na Příkopě', ''))).toBe(
        locale === 'cs-CZ',
      )
    }
  })

  it('promises nothing, and shows no account or card number', () => {
    for (const text of textsOf(renderFull(written))) {
      expect(text).not.toMatch(PROMISE)
      expect(text).not.toMatch(/A77|K5/)
    }
  })
})

it.each(each({ locale: 'zh-CN' }))(
  '%s is written as a Chinese bank writes: politely, with full-width punctuation',
  (_, written) => {
    for (const text of textsOf(renderFull(written)))
      expect(text).not.toMatch(/你|\p{Script=Han}[,.;:!?()]|[,;:!?()]\p{Script=Han}/u)
  },
)

it.each([...each({ channel: 'email' }), ...each({ channel: 'sms' })])('%s says who writes', (_, written) => {
  expect(textsOf(renderFull(written)).join('\n')).toContain(defaultSettings.bank.name)
})

it.each(each({ channel: 'email' }))('%s keeps markup in a name from becoming markup', (_, written) => {
  expect(textsOf(renderFull(written))[2]).not.toContain('<Jana>')
})

it.each(each({ channel: 'sms' }))('%s is short', (_, written) => {
  expect(smsSegments(renderFull(written).text)).toBeLessThanOrEqual(2)
})

it.each(each({ purpose: 'service' }))('%s offers nothing and leads nowhere', (_, written) => {
  for (const text of textsOf(renderFull(written))) {
    expect(text).not.toMatch(OFFER)
    expect(text).not.toMatch(/https?:|<a /)
  }
})

it.each(each({ purpose: 'marketing' }))('%s leads nowhere but to where one unsubscribes', (_, written) => {
  const links = textsOf(renderFull(written)).flatMap((text) => text.match(/https?:[^\s"<]*/g) ?? [])
  expect(links.filter((link) => link !== unsubscribeUrl && link !== unsubscribeUrlInHtml)).toEqual([])
})

it.each(each({ purpose: 'marketing', channel: 'email' }))(
  '%s shows where one unsubscribes, and the bank’s address',
  (_, written) => {
    const [, text, html] = textsOf(renderFull(written))
    expect(text).toContain(unsubscribeUrl)
    expect(html).toContain(`href="${unsubscribeUrlInHtml}"`)
    for (const part of [text, html]) expect(part).toContain(defaultSettings.bank.postalAddress)
  },
)

it.each(each({ purpose: 'marketing', channel: 'sms' }))(
  '%s begins with the bank’s name and says how to stop it',
  (_, written) => {
    const { text } = renderFull(written)
    const { name } = defaultSettings.bank
    expect(text.startsWith(written.locale === 'zh-CN' ? `【${name}】` : `${name}: `)).toBe(true)
    expect(text).toMatch(written.locale === 'zh-CN' ? /拒收请回复R|退订回T/ : /\bSTOP\b/)
  },
)

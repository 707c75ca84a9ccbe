import { describe, expect, it } from 'vitest'
import {
  changed,
  marketingCampaign,
  serviceCampaign,
  type Written,
} from '#test/support/builders/written-campaigns.ts'
import { problemsOf } from '#test/support/campaign-problems.ts'

const codesAt = (path: string, value: unknown, of: Written) =>
  problemsOf(changed(of, path, value)).map((problem) => `${problem.path} ${problem.code}`)

const paths = {
  en: 'messages.en.email.text',
  'zh-CN': 'messages.zh-CN.email.text',
} as const

describe('RULES 1: a service message offers nothing', () => {
  const inText = (language: keyof typeof paths, text: string) =>
    codesAt(paths[language], text, serviceCampaign)
  const inHtml = (html: string) => codesAt('messages.en.email.html', html, serviceCampaign)

  it.each([
    ['en', 'Your balance is below 500 CZK. Call us.'],
    ['en', 'The rules for interest rates have changed; nothing changes for you.'],
    ['en', 'We are glad to go through your options with you.'],
    ['en', 'Your card ends in 2026.'],
    ['zh-CN', '您的余额为 300 元，请留意近期扣款。'],
    ['zh-CN', '如需帮助，请致电客服。'],
  ] as const)('%s: %s', (language, text) => {
    expect(inText(language, text)).toEqual([])
  })

  it.each([
    ['en', 'Savings with 3.5 % a year'],
    ['en', 'Savings with 3,5% a year'],
    ['en', 'Savings with 3.5 percent'],
    ['en', 'Savings with ３.５％'],
    ['en', 'Savings with {{ signal.amount }} % a year'],
    ['en', 'Savings with {{ "3.5" }}{% if true %}%{% endif %}'],
    ['en', 'APR: 7'],
    ['en', 'A DISCOUNT for you'],
    ['en', 'A dis\u200Bcount for you'],
    ['en', 'A limited offer'],
    ['zh-CN', '存款年利率 3.5%'],
    ['zh-CN', '年利率上调'],
    ['zh-CN', '利率低至三点五'],
    ['zh-CN', '百分之三'],
    ['zh-CN', '新客优惠'],
    ['zh-CN', '新客优 惠'],
    ['zh-CN', '手续费 8 折'],
    ['zh-CN', '刷卡返现'],
  ] as const)('%s: not "%s"', (language, text) => {
    expect(inText(language, text)).toEqual([`${paths[language]} rate-in-service`])
  })

  it('in Czech neither', () => {
    const cs = { ...structuredClone((serviceCampaign.messages as { en: object }).en) }
    const campaign = changed(serviceCampaign, 'messages.cs-CZ', cs)
    expect(codesAt('messages.cs-CZ.sms.text', 'Máte u nás slevu', campaign)).toEqual([
      'messages.cs-CZ.sms.text rate-in-service',
    ])
    expect(codesAt('messages.cs-CZ.sms.text', 'Zavolejte nám prosím', campaign)).toEqual([])
  })

  it.each([
    '<p style="width: 100%">Hello</p>',
    '<style>p { width: 100%; }</style><p>Hello</p>',
    '<!-- 3.5 % --><p>Hello</p>',
    '<a href="https://bank.example/help">Help</a>',
    '<a href="https://bank.example/offers-policy" data-other>How we write to you</a>',
  ])('markup that only looks like it: %s', (html) => {
    expect(inHtml(html)).toEqual([])
  })

  it.each([
    ['<p>3<b>.5</b>&nbsp;&#37;</p>', 'rate-in-service'],
    ['<p>3.5 &percnt;</p>', 'rate-in-service'],
    ['<p>3.5 &#x25;</p>', 'rate-in-service'],
    ['<a href="https://bank.example" data-offer>See</a>', 'offer-in-service'],
    ['<a data-offer="SV1" href="https://bank.example">See</a>', 'offer-in-service'],
    ['<a href="https://bank.example/?offer=SV1">See</a>', 'offer-in-service'],
    ['<a href="https://bank.example/?a=1&amp;offer=SV1">See</a>', 'offer-in-service'],
    ['<a href="https://bank.example">Apply <b>now</b></a>', 'offer-in-service'],
    ['<a href="https://bank.example">立即 申请</a>', 'offer-in-service'],
    ['<a href="https://bank.example">Nabídka pro Vás</a>', 'offer-in-service'],
  ])('%s does', (html, code) => {
    expect(inHtml(html)).toEqual([`messages.en.email.html ${code}`])
  })

  it('not by a link in plain text either, whatever the channel', () => {
    const sms = 'messages.zh-CN.sms.text'
    expect(codesAt(sms, '详情 https://bank.example/s?offer=SV1', serviceCampaign)).toEqual([
      `${sms} offer-in-service`,
    ])
  })

  it('not in a variant either', () => {
    const variants = [
      { id: 'a', weight: 1, messages: { en: { sms: { text: '3 % more' } } } },
      { id: 'b', weight: 1, messages: {} },
    ]
    expect(codesAt('variants', variants, serviceCampaign)).toEqual([
      'variants.0.messages.en.sms.text rate-in-service',
    ])
  })

  it.each([
    ['offer', true],
    ['product', { code: 'SV1', kind: 'deposit' }],
  ])('names no %s', (path, value) => {
    expect(codesAt(path, value, serviceCampaign)).toEqual([`${path} offer-in-service`])
  })

  it('is no rule for marketing, which says that it offers', () => {
    const text = '5 % <a data-offer>Apply now</a> {{ unsubscribe.url }} {{ bank.postalAddress }}'
    expect(codesAt(paths.en, text, marketingCampaign)).toEqual([])
    expect(codesAt('offer', false, changed(marketingCampaign, 'product', undefined))).toEqual([])
    expect(codesAt('offer', false, marketingCampaign)).toEqual(['offer offer-not-marked'])
    expect(
      codesAt('offer', false, changed(changed(marketingCampaign, 'product', undefined), paths.en, text)),
    ).toEqual(['offer offer-not-marked'])
  })
})

describe('RULES 4: marketing says who writes and how to stop it', () => {
  const notices = '{{ unsubscribe.url }} {{ bank.postalAddress }}'

  it.each(['en', 'zh-CN'] as const)('in every email, %s', (language) => {
    const at = (part: string, text: string) =>
      codesAt(`messages.${language}.email.${part}`, text, marketingCampaign)
    for (const part of ['text', 'html']) {
      const path = `messages.${language}.email.${part}`
      expect(at(part, notices)).toEqual([])
      expect(at(part, '{{unsubscribe.url|escape}} {{- bank.postalAddress -}}')).toEqual([])
      expect(at(part, '{{ bank.postalAddress }}')).toEqual([`${path} unsubscribe-missing`])
      expect(at(part, '{{ unsubscribe.url }}')).toEqual([`${path} address-missing`])
      expect(at(part, `<!-- ${notices} -->`)).toEqual([
        `${path} unsubscribe-missing`,
        `${path} address-missing`,
      ])
      expect(at(part, `{% comment %}${notices}{% endcomment %}Hello`)).toHaveLength(2)
    }
  })

  it.each([
    ['en', '{{ bank.name }}: savings. Reply STOP to opt out.'],
    ['en', '{{ bank.name }}: savings. To opt out, call us.'],
    ['en', '{{ bank.name }}: savings. Reply with cancel.'],
    ['en', '{{ bank.name }}: savings. Text "N" to end.'],
    ['en', '{{ bank.name }}: savings. Ｓ\u200BＴＯＰ: reply stop'],
    ['zh-CN', '【{{ bank.name }}】存款。回复T退订'],
    ['zh-CN', '【{{ bank.name }}】存款。拒收请回复 R'],
    ['zh-CN', '【{{ bank.name }}】存款。回TD'],
    ['zh-CN', '【{{ bank.name }}】存款。退 订请致电'],
  ])('in every SMS, %s: %s', (language, text) => {
    expect(codesAt(`messages.${language}.sms.text`, text, marketingCampaign)).toEqual([])
  })

  it.each([
    ['en', 'Savings. Reply STOP.', 'sender-missing'],
    ['en', '{{ bank.name }}: savings for you.', 'opt-out-missing'],
    ['en', '{{ bank.name }}: never stop saving; the year will end soon.', 'opt-out-missing'],
    ['en', '{{ bank.name }}: reply to this text for more.', 'opt-out-missing'],
    ['zh-CN', '存款。回复T退订', 'sender-missing'],
    ['zh-CN', '【{{ bank.name }}】存款，请回复了解', 'opt-out-missing'],
  ])('%s: not "%s"', (language, text, code) => {
    const path = `messages.${language}.sms.text`
    expect(codesAt(path, text, marketingCampaign)).toEqual([`${path} ${code}`])
  })

  it('is no rule for service', () => {
    expect(codesAt('messages.en.sms.text', 'Your balance is low', serviceCampaign)).toEqual([])
  })
})

describe('RULES 15: marketing promises no returns', () => {
  const notices = '{{ unsubscribe.url }} {{ bank.postalAddress }}'
  const inText = (language: 'en' | 'zh-CN', text: string) =>
    codesAt(paths[language], `${text} ${notices}`, marketingCampaign)

  it.each([
    ['en', 'a guaranteed return of 5 %'],
    ['en', 'Guaranteed annual RETURNS'],
    ['en', 'returns are guaranteed'],
    ['en', 'we guarantee high profits'],
    ['en', 'risk-free'],
    ['en', 'Risk free savings'],
    ['en', 'riskfree'],
    ['en', 'risk‑free'],
    ['en', 'NO RISK'],
    ['en', 'without any risk'],
    ['en', 'zero-risk'],
    ['en', 'ｇｕａｒａｎｔｅｅｄ　ｒｅｔｕｒｎ'],
    ['en', 'guar\u200Banteed\u00ADreturn guaran\u200Dteed\n  return'],
    ['en', 'guaranteed{% if true %} return{% endif %}'],
    ['en', '{{ "guaranteed" }} return'],
    ['en', 'you cannot lose'],
    ['en', 'not only a guaranteed return'],
    ['zh-CN', '保本理财'],
    ['zh-CN', '保 本 理财'],
    ['zh-CN', '保\u200B本'],
    ['zh-CN', '保-本'],
    ['zh-CN', '保·本'],
    ['zh-CN', '保{% comment %}x{% endcomment %}本'],
    ['zh-CN', '保本保收益'],
    ['zh-CN', '保证收益'],
    ['zh-CN', '保證收益'],
    ['zh-CN', '稳赚不赔'],
    ['zh-CN', '零风险'],
    ['zh-CN', '０风险'],
    ['zh-CN', '无风险投资'],
    ['zh-CN', '没有任何风险'],
    ['en', 'zaručený výnos'],
    ['en', 'ZARUČENÝ roční výnos'],
    ['en', 'garantovaný zisk'],
    ['en', 'bez rizika'],
    ['en', 'bez jakéhokoli rizika'],
    ['en', 'výnos je zaručen'],
  ] as const)('%s: not "%s"', (language, text) => {
    expect(inText(language, text)).toEqual([`${paths[language]} promise-of-returns`])
  })

  it.each([
    ['en', 'Returns are not guaranteed.'],
    ['en', 'There are no guaranteed returns.'],
    ['en', 'This is not a guaranteed return.'],
    ['en', 'No investment is without risk; it is not risk-free.'],
    ['en', 'There is no risk assessment of yours on file.'],
    ['en', 'We guarantee a friendly welcome.'],
    ['zh-CN', '理财非存款，产品有风险，投资须谨慎。'],
    ['zh-CN', '本产品不保本。'],
    ['zh-CN', '本产品为非保本浮动收益型。'],
    ['zh-CN', '过往业绩不保证收益。'],
    ['zh-CN', '我行不承诺保本。'],
    ['zh-CN', '为确保本行服务质量'],
    ['zh-CN', '您暂无风险评估记录'],
    ['zh-CN', 'R10风险'],
    ['en', 'Výnos není zaručen.'],
    ['en', 'Investice není bez rizika.'],
  ] as const)('%s: what one must say, "%s"', (language, text) => {
    expect(inText(language, text)).toEqual([])
  })

  it('in no part and no markup', () => {
    const subject = 'messages.zh-CN.email.subject'
    expect(codesAt(subject, '保本', marketingCampaign)).toEqual([`${subject} promise-of-returns`])
    const html = 'messages.en.email.html'
    for (const hidden of ['guar<b>anteed</b> return', '&#103;uaranteed&nbsp;return', 'guaranteed<br>return'])
      expect(codesAt(html, `<p>${hidden}</p>${notices}`, marketingCampaign)).toEqual([
        `${html} promise-of-returns`,
      ])
  })

  it('is no rule for service, which may speak of guarantees', () => {
    expect(codesAt(paths.en, 'This transfer is risk-free.', serviceCampaign)).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { templateProblems } from '#shared/adapters/liquid/template-problems.ts'
import { checkCampaign } from '#shared/domain/campaign/check-campaign.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import {
  changed,
  changedBy,
  marketingCampaign,
  serviceCampaign,
  type Written,
} from '#test/support/builders/written-campaigns.ts'

const problemsOf = (written: Written) => {
  const { draft } = checkCampaign(written)
  if (!draft) throw new Error('not even a draft')
  return templateProblems(draft)
}
const said = (written: Written) => problemsOf(written).map(({ path, code }) => `${path} ${code}`)
const EMAIL = 'messages.en.email.text'
const INAPP = 'messages.zh-CN.inapp.text'

it.each([
  ['service', serviceCampaign],
  ['marketing', marketingCampaign],
])('finds nothing in sound templates: %s', (_, written) => {
  expect(problemsOf(written)).toEqual([])
})

describe('what Liquid cannot read', () => {
  it.each([
    ['{{ customer.name', /not closed/],
    ['{% if customer.name %}Hello', /not closed/],
    ['{% frobnicate %}', /"frobnicate" not found/],
    ['{{ customer.name | shout }}', /undefined filter: shout/],
    ['{% include "other" %}', /"include" not found/],
    ['{{ customer.name | raw }}', /undefined filter: raw/],
  ])('%s', (text, message) => {
    expect(problemsOf(changed(serviceCampaign, EMAIL, text))).toEqual([
      { path: EMAIL, code: 'template-invalid', severity: 'error', message: expect.stringMatching(message) },
    ])
  })
})

describe('variables that are there', () => {
  it.each([
    '{{ customer.name }} {{ customer.firstName }}',
    '{{ bank.name }} {{ bank.postalAddress }} {{ bank.supportPhone }} {{ bank.website }}',
    '{{ campaign.name }}',
    '{{ signal.balance | money }} {{ signal["balance"].currency }}',
    '{% if signal.threshold %}{{ signal.threshold | money }}{% endif %}',
    '{% assign name = customer.name %}{{ name | upcase }}',
    '{% for letter in "a,b" %}{{ letter }}{{ forloop.index }}{% endfor %}',
  ])('%s', (text) => {
    expect(said(changed(serviceCampaign, EMAIL, text))).toEqual([])
  })
})

describe('variables that are not', () => {
  it.each([
    [EMAIL, '{{ customer.nam }}', /there is no {{ customer.nam }}; did you mean "customer.name"\?/],
    [EMAIL, '{{ customer }}', /there is no {{ customer }}/],
    [EMAIL, '{{ product.rate }}', /there is no {{ product.rate }}$/],
    [EMAIL, '{{ bank[customer.name] }}', /there is no {{ bank.\[\] }}/],
    [
      EMAIL,
      '{{ signal.amount | money }}',
      /not carried by LowBalance; they carry accountId, balance and threshold/,
    ],
    [EMAIL, '{% if signal.daysLeft %}x{% endif %}', /not carried by LowBalance/],
    [EMAIL, '{{ unsubscribe.url }}', /marketing emails only/],
    [INAPP, '{{ customer.name }}', /kept without personal data/],
    [INAPP, '{% if customer %}x{% endif %}', /kept without personal data/],
  ])('%s: %s', (path, text, message) => {
    expect(problemsOf(changed(serviceCampaign, path, text))).toEqual([
      { path, code: 'variable-unknown', severity: 'error', message: expect.stringMatching(message) },
    ])
  })

  it('of an unsubscription in an SMS', () => {
    const path = 'messages.en.sms.text'
    expect(said(changed(marketingCampaign, path, '{{ unsubscribe.url }}'))).toEqual([
      `${path} variable-unknown`,
    ])
  })

  it('of a variant', () => {
    const variants = [{ id: 'a', weight: 1, messages: { en: { sms: { text: '{{ customer.nam }}' } } } }]
    expect(said(changed(serviceCampaign, 'variants', variants))).toEqual([
      'variants.0.messages.en.sms.text variable-unknown',
    ])
  })

  it('each once', () => {
    const text = '{{ a.b }} {{ a.b }} {{ c.d }}'
    expect(said(changed(serviceCampaign, EMAIL, text))).toHaveLength(2)
  })
})

describe('what fails once a signal comes', () => {
  it.each([
    [
      'what it need not carry',
      '{{ signal.threshold | money }}',
      /threshold.*carries no more than it must; ask first/,
    ],
    ['a name as money', '{{ customer.name | money }}', /with a signal LowBalance$/],
  ])('%s', (_, text, message) => {
    expect(problemsOf(changed(serviceCampaign, EMAIL, text))).toEqual([
      { path: EMAIL, code: 'template-fails', severity: 'error', message: expect.stringMatching(message) },
    ])
  })

  const signals = [{ type: 'LowBalance' }, { type: 'SalaryArrived' }]
  it('what only one of two signals carries', () => {
    const written = changed(serviceCampaign, 'trigger.signals', signals)
    expect(problemsOf(written)[0]).toMatchObject({
      code: 'template-fails',
      message: expect.stringMatching(/signal.balance.*SalaryArrived/),
    })
  })

  it('unless it is asked for first', () => {
    const text =
      '{% if signal.amount %}{{ signal.amount | money }}{% else %}{{ signal.balance | money }}{% endif %}'
    const messages = { en: { inapp: { title: 'Money', text } } }
    const written = changedBy(serviceCampaign, { 'trigger.signals': signals, channels: ['inapp'], messages })
    expect(said(written)).toEqual([])
  })
})

describe('the length of an SMS', () => {
  const path = 'messages.en.sms.text'
  it.each([
    ['three', 'a'.repeat(459), []],
    ['four', 'a'.repeat(460), [`${path} sms-long`]],
    ['three, Chinese', '中'.repeat(201), []],
    ['four, Chinese', '中'.repeat(202), [`${path} sms-long`]],
    ['with a long name', `${'a'.repeat(440)} {{ customer.name }}`, [`${path} sms-long`]],
  ])('%s', (_, text, expected) => {
    expect(said(changed(serviceCampaign, path, text))).toEqual(expected)
  })

  it("counts the bank's own name", () => {
    const { draft } = checkCampaign(changed(serviceCampaign, path, `${'a'.repeat(440)}{{ bank.name }}`))
    if (!draft) throw new Error('not even a draft')
    const bank = { ...defaultSettings.bank, name: 'A bank with a name that is rather long' }
    expect(templateProblems(draft)).toEqual([])
    expect(templateProblems(draft, bank)).toMatchObject([{ code: 'sms-long', severity: 'warning' }])
  })

  it('is no matter for an email', () => {
    expect(said(changed(serviceCampaign, EMAIL, 'a'.repeat(5_000)))).toEqual([])
  })
})

describe('what is only seen once it is rendered', () => {
  const notices = '{{ unsubscribe.url }} {{ bank.postalAddress }}'
  it.each([
    ['en', `{{ 'guaranteed ' | append: 'return' }} ${notices}`],
    ['zh-CN', `{{ '保' | append: '本' }} ${notices}`],
    ['en', `{% assign a = 'guaranteed' %}{% assign b = ' return' %}{{ a }}{{ b }} ${notices}`],
  ])('a promise, %s: %s', (language, text) => {
    const path = `messages.${language}.email.text`
    expect(said(changed(marketingCampaign, path, text))).toEqual([`${path} promise-of-returns`])
  })

  it.each([
    ['en', "{{ '3.5 ' | append: '%' }}"],
    ['zh-CN', "{{ '优' | append: '惠' }}"],
  ])('a rate in a service message, %s: %s', (language, text) => {
    const path = `messages.${language}.email.text`
    expect(said(changed(serviceCampaign, path, text))).toEqual([`${path} rate-in-service`])
  })

  it('and said once, where it is seen at once', () => {
    expect(said(changed(marketingCampaign, EMAIL, `guaranteed return ${notices}`))).toEqual([])
  })

  it.each([
    [EMAIL, '{% if signal.usualLargest %}{{ unsubscribe.url }}{% endif %}', ['notice-hidden']],
    [EMAIL, '{% if signal.amount %}{{ unsubscribe.url }}{% endif %}', []],
    [EMAIL, '{% unless signal.amount %}{{ unsubscribe.url }}{% endunless %}', ['notice-hidden']],
    ['messages.en.sms.text', '{% if false %}{{ bank.name }}{% endif %} STOP', ['notice-hidden']],
    ['messages.en.sms.text', '{% if true %}{{ bank.name }}{% endif %} STOP', []],
    ['messages.en.sms.text', 'STOP', []],
    ['messages.en.email.subject', '{% if false %}{{ unsubscribe.url }}{% endif %}Hello', []],
  ])('a notice that may be missing, %s: %s', (path, text, expected) => {
    expect(said(changed(marketingCampaign, path, text))).toEqual(expected.map((code) => `${path} ${code}`))
  })

  it('is no rule of service messages', () => {
    const path = 'messages.en.sms.text'
    expect(said(changed(serviceCampaign, path, '{% if false %}{{ bank.name }}{% endif %}Hello'))).toEqual([])
  })
})

describe('texts that keep the check busy', () => {
  it('end it where they have taken three seconds together, and the rest is not approved unseen', () => {
    let now = 0
    const clock = () => (now += 1_100)
    const { draft } = checkCampaign(changed(serviceCampaign, INAPP, '{{ nothing }}'))
    const problems = draft && templateProblems(draft, defaultSettings.bank, clock)
    expect(problems).toMatchObject([{ code: 'too-slow', severity: 'error', path: 'messages.en.sms.text' }])
  })
})

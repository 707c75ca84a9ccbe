import { describe, expect, it } from 'vitest'
import { createTemplateRenderer } from '#shared/adapters/liquid/template-renderer.ts'
import { PermanentError } from '#shared/domain/errors.ts'
import { templateVariables } from '#shared/domain/message/template-variables.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import type { Fact } from '#shared/domain/vocabulary.ts'
import type { Rendered } from '#shared/ports/template-renderer.ts'

const renderer = createTemplateRenderer()

interface Options {
  readonly locale?: string
  readonly timeZone?: string
  readonly name?: string
  readonly data?: Readonly<Record<string, Fact>>
}

const render = (text: string, options: Options = {}): Rendered => {
  const locale = options.locale ?? 'en'
  const templates = { email: { subject: text, text, html: text } }
  return renderer.render({
    campaign: { messages: { [locale]: templates } },
    channel: 'email',
    locale,
    timeZone: options.timeZone ?? 'Europe/Prague',
    variables: templateVariables(
      { name: 'Campaign' },
      { data: options.data ?? {} },
      defaultSettings,
      options.name ?? 'Jana Nováková',
    ),
  })
}

/** Spaces of all kinds as plain ones: which of them Intl uses changes with its data. */
const text = (template: string, options: Options = {}): string =>
  render(template, options).text.replace(/\s/g, ' ')

const templateError = new PermanentError('template-error')

describe('money', () => {
  it.each([
    ['en', 1_234_567, 'CZK', 'CZK 12,345.67'],
    ['cs-CZ', 1_234_567, 'CZK', '12 345,67 Kč'],
    ['zh-CN', 1_234_567, 'CZK', 'CZK 12,345.67'],
    ['en', 1_234_567, 'JPY', '¥1,234,567'],
    ['cs-CZ', 1_234_567, 'JPY', '1 234 567 JP¥'],
    ['zh-CN', 1_234_567, 'JPY', 'JP¥1,234,567'],
    ['en', 1_234_567, 'KWD', 'KWD 1,234.567'],
    ['cs-CZ', 1_234_567, 'KWD', '1 234,567 KWD'],
    ['zh-CN', 1_234_567, 'KWD', 'KWD 1,234.567'],
    ['zh-CN', 1_234_567, 'CNY', '¥12,345.67'],
    ['cs-CZ', -5, 'EUR', '-0,05 €'],
    ['en', Number.MAX_SAFE_INTEGER, 'USD', '$90,071,992,547,409.91'],
  ])('in %s: %i of %s', (locale, minorUnits, currency, expected) => {
    expect(text('{{ signal.amount | money }}', { locale, data: { amount: { minorUnits, currency } } })).toBe(
      expected,
    )
  })

  it('of a currency that people write without its minor unit is not a hundredfold', () => {
    const data = { amount: { minorUnits: 1_234_500, currency: 'HUF' } }
    expect(text('{{ signal.amount | money }}', { data })).toMatch(/^HUF 12,345(\.00)?$/)
  })

  it.each([{ minorUnits: 1.5, currency: 'CZK' }, { minorUnits: 1, currency: 'crowns' }, 12, 'CZK'])(
    'is refused when it is none: %j',
    (amount) => {
      expect(() => render('{{ signal.amount | money }}', { data: { amount } })).toThrow(templateError)
    },
  )
})

describe('dates', () => {
  it.each([
    ['en', '2026-11-22', 'November 22, 2026'],
    ['zh-CN', '2026-11-22', '2026年11月22日'],
    ['cs-CZ', '2026-11-22', '22. listopadu 2026'],
  ])('in %s: %s', (locale, on, expected) => {
    for (const timeZone of ['Pacific/Kiritimati', 'Pacific/Niue']) {
      expect(text('{{ signal.on | date }}', { locale, timeZone, data: { on } })).toBe(expected)
    }
  })

  it('of an instant are those of the customer’s zone', () => {
    const data = { at: '2026-11-22T23:30:00.000Z' }
    expect(text('{{ signal.at | date }}', { data })).toBe('November 23, 2026')
    expect(text('{{ signal.at | date }}', { data, timeZone: 'America/New_York' })).toBe('November 22, 2026')
  })

  it('are refused when they are none', () => {
    expect(() => render('{{ signal.on | date }}', { data: { on: 'soon' } })).toThrow(templateError)
  })
})

describe('escaping', () => {
  const name = `<img src=x> & "O'Neil"`

  it('keeps a name from becoming markup in HTML, and only there', () => {
    const rendered = render('{{ customer.name }}', { name })
    expect(rendered).toMatchObject({
      text: name,
      html: '&lt;img src=x&gt; &amp; &#34;O&#39;Neil&#34;',
    })
  })

  it('cannot be switched off', () => {
    expect(() => render('{{ customer.name | raw }}', { name })).toThrow(templateError)
  })

  it('keeps a subject on one line', () => {
    expect(render('a\r\nb\n c')).toMatchObject({ subject: 'a b c' })
  })
})

describe('strictness', () => {
  it.each([
    ['an unknown variable', '{{ signal.nothing }}'],
    ['an unknown filter', '{{ bank.name | shout }}'],
    ['an unknown tag', '{% shout %}'],
    ['a template that does not end', '{% if true %}'],
    ['a file to include', "{% include 'package.json' %}"],
    ['a file to render', "{% render 'package.json' %}"],
    ['a file even where it would not be read', "{% if false %}{% include 'x' %}{% endif %}"],
    ['a layout', "{% layout 'package.json' %}"],
    ['what all objects have', '{{ signal.constructor }}'],
    ['what all texts have', '{{ bank.name.constructor.constructor }}'],
    ['a prototype', '{{ signal.__proto__ }}'],
  ])('refuses %s', (_, template) => {
    expect(() => render(template)).toThrow(templateError)
  })

  it('lets a template ask whether something is there', () => {
    const template = '{% if signal.threshold %}below {{ signal.threshold | money }}{% else %}low{% endif %}'
    expect(text(template)).toBe('low')
    expect(text(template, { data: { threshold: { minorUnits: 100, currency: 'CZK' } } })).toBe(
      'below CZK 1.00',
    )
  })
})

describe('limits', () => {
  it.each([
    ['a huge range', '{% for i in (1..100000000) %}{{ i }}{% endfor %}'],
    ['more objects than memory allows', '{% assign numbers = (1..1500000) %}done'],
    ['loops in loops', `${'{% for i in (1..5000) %}'.repeat(4)}x${'{% endfor %}'.repeat(4)}`],
    [
      'a text that doubles',
      `{% assign a = 'aaaaaaaa' %}${'{% assign a = a | append: a %}'.repeat(40)}{{ a }}`,
    ],
    ['a template of many pages', 'x'.repeat(20_001)],
  ])('stop %s', (_, template) => {
    expect(() => render(template)).toThrow(templateError)
  })
})

describe('the message', () => {
  const campaign = {
    messages: {
      en: { email: { subject: 's', text: 't' }, sms: { text: 'sms' } },
      'cs-CZ': { inapp: { title: 'nadpis', text: 'text' } },
    },
  }
  const variables = templateVariables({ name: 'c' }, { data: {} }, defaultSettings)
  const request = { campaign, locale: 'cs-CZ', timeZone: 'UTC', variables }

  it('is in a language that has the channel', () => {
    expect(renderer.render({ ...request, channel: 'inapp' })).toEqual({
      channel: 'inapp',
      locale: 'cs-CZ',
      title: 'nadpis',
      text: 'text',
    })
    expect(renderer.render({ ...request, channel: 'sms' })).toEqual({
      channel: 'sms',
      locale: 'en',
      text: 'sms',
    })
  })

  it('as an SMS needs no second alphabet for an amount, as an inbox entry keeps it on one line', () => {
    const text = '{{ signal.amount | money }}'
    const amount = { minorUnits: 123_456, currency: 'CZK' }
    const amounts = {
      ...request,
      campaign: { messages: { en: { sms: { text }, inapp: { title: 't', text } } } },
      variables: templateVariables({ name: 'c' }, { data: { amount } }, defaultSettings),
    }
    expect(renderer.render({ ...amounts, channel: 'sms' })).toMatchObject({ text: 'CZK 1,234.56' })
    expect(renderer.render({ ...amounts, channel: 'inapp' })).toMatchObject({ text: 'CZK\u00a01,234.56' })
  })

  it('has no HTML part where none is written', () => {
    expect(renderer.render({ ...request, channel: 'email' })).not.toHaveProperty('html')
  })

  it('is refused where no language has the channel', () => {
    const campaignWithout = { messages: { en: {} } }
    expect(() => renderer.render({ ...request, campaign: campaignWithout, channel: 'sms' })).toThrow(
      new PermanentError('template-missing'),
    )
  })

  it('follows a changed text of the same version', () => {
    const with_ = (sms: string) => ({ ...request, campaign: { messages: { en: { sms: { text: sms } } } } })
    expect(renderer.render({ ...with_('one'), channel: 'sms' })).toMatchObject({ text: 'one' })
    expect(renderer.render({ ...with_('two'), channel: 'sms' })).toMatchObject({ text: 'two' })
  })
})

import { describe, expect, it } from 'vitest'
import { changedBy, marketingCampaign, serviceCampaign } from '#test/support/builders/written-campaigns.ts'
import { problemsOf } from '#test/support/campaign-problems.ts'

const codes = (changes: Readonly<Record<string, unknown>>, of = serviceCampaign) =>
  problemsOf(changedBy(of, changes)).map(
    ({ path, code, severity }) => `${path} ${code}${severity === 'warning' ? ' warning' : ''}`,
  )

describe('every channel is written in every language', () => {
  const inapp = { title: 'Low', text: 'Low' }
  it.each<[string, Record<string, unknown>, string[]]>([
    ['a channel without its English', { 'messages.en.sms': undefined }, ['messages.en.sms template-missing']],
    [
      'a channel without its Chinese',
      { 'messages.zh-CN.sms': undefined },
      ['messages.zh-CN.sms template-missing'],
    ],
    [
      'no English at all',
      { 'messages.en': undefined },
      [
        'messages.en.email template-missing',
        'messages.en.sms template-missing',
        'messages.en.inapp template-missing',
      ],
    ],
    ['one language is enough, English', { 'messages.zh-CN': undefined }, []],
    [
      'a channel that is not listed',
      { channels: ['email', 'sms'] },
      ['messages.en.inapp template-unused warning', 'messages.zh-CN.inapp template-unused warning'],
    ],
    [
      'a channel listed twice',
      { channels: ['email', 'sms', 'inapp', 'sms'] },
      ['channels.3 channel-repeated'],
    ],
    ['no channel', { channels: [] }, ['channels no-channel']],
    ['channels left out', { channels: undefined }, ['channels no-channel']],
    ['no messages', { messages: undefined, channels: ['sms'] }, ['messages.en.sms template-missing']],
    [
      'a language of its own region',
      { channels: ['inapp'], messages: { en: { inapp }, 'cs-CZ': { inapp } } },
      [],
    ],
    [
      'no language',
      { channels: ['inapp'], messages: { en: { inapp }, zh_CN: { inapp } } },
      ['messages.zh_CN language-invalid'],
    ],
  ])('%s', (_, changes, expected) => {
    expect(codes(changes)).toEqual(expected)
  })
})

describe('variants', () => {
  const sms = { text: 'Short' }
  const variant = (id: string, messages: object = {}) => ({ id, weight: 1, messages })
  it.each<[string, Record<string, unknown>, string[]]>([
    ['two that differ', { variants: [variant('a', { en: { sms } }), variant('b')] }, []],
    ['one', { variants: [variant('a', { en: { sms } })] }, ['variants variant-alone']],
    [
      'two of one id',
      { variants: [variant('a', { en: { sms } }), variant('a')] },
      ['variants.1.id variant-repeated'],
    ],
    [
      'two that do not differ',
      { variants: [variant('a'), variant('b')] },
      ['variants variants-alike warning'],
    ],
    [
      'a language that one adds in part',
      { variants: [variant('a', { 'cs-CZ': { sms } }), variant('b')] },
      [
        'variants.0.messages.cs-CZ.email template-missing',
        'variants.0.messages.cs-CZ.inapp template-missing',
      ],
    ],
    [
      'a channel that the campaign leaves to them, and both write',
      {
        'messages.en.sms': undefined,
        variants: [variant('a', { en: { sms } }), variant('b', { en: { sms } })],
      },
      [],
    ],
    [
      'a channel that the campaign leaves to them, and one forgets',
      { 'messages.en.sms': undefined, variants: [variant('a', { en: { sms } }), variant('b')] },
      ['messages.en.sms template-missing', 'variants.1.messages.en.sms template-missing'],
    ],
    [
      'a channel that is not listed',
      {
        channels: ['email'],
        'messages.en': { email: { subject: 'a', text: 'b' } },
        'messages.zh-CN': undefined,
        variants: [variant('a', { en: { sms } }), variant('b')],
      },
      ['variants.0.messages.en.sms template-unused warning'],
    ],
    [
      'no language',
      { variants: [variant('a', { e: {} }), variant('b')] },
      [
        'variants.0.messages.e language-invalid',
        'variants.0.messages.e.email template-missing',
        'variants.0.messages.e.sms template-missing',
        'variants.0.messages.e.inapp template-missing',
      ],
    ],
  ])('%s', (_, changes, expected) => {
    expect(codes(changes)).toEqual(expected)
  })
})

describe('tasks', () => {
  const task = { mode: 'instead', dueWithinHours: 4, title: { en: 'Call', 'zh-CN': '致电' } }
  const when = { field: 'customer.age', op: 'gte', value: 65 }
  const nothingToSend = { channels: [], messages: {} }
  it.each<[string, Record<string, unknown>, string[]]>([
    ['nothing but a task', { task, ...nothingToSend }, []],
    ['a task only, left out', { task, channels: undefined, messages: undefined }, []],
    ['a task in place of every message', { task }, ['messages without-effect warning']],
    [
      'a task in place of every message, channels only',
      { task, messages: {} },
      ['messages without-effect warning'],
    ],
    ['a task in place of some messages', { task: { ...task, when } }, []],
    [
      'a task in place of some, and no messages',
      { task: { ...task, when }, ...nothingToSend },
      ['channels no-channel'],
    ],
    [
      'a task beside nothing',
      { task: { ...task, mode: 'beside' }, ...nothingToSend },
      ['channels no-channel'],
    ],
    [
      'a cap on what is never sent',
      { task, ...nothingToSend, minDaysBetween: 3 },
      ['minDaysBetween without-effect warning'],
    ],
    ['a cap on what is', { minDaysBetween: 3 }, []],
    [
      'no English title',
      { task: { ...task, when, title: { 'zh-CN': '致电' } } },
      ['task.title.en text-missing'],
    ],
    [
      'no English reason',
      { task: { ...task, when, reason: { 'zh-CN': '致电' } } },
      ['task.reason.en text-missing'],
    ],
    ['an English reason', { task: { ...task, when, reason: { en: 'Care first' } } }, []],
    [
      'a title in no language',
      { task: { ...task, when, title: { en: 'Call', zh_CN: '致电' } } },
      ['task.title.zh_CN language-invalid'],
    ],
  ])('%s', (_, changes, expected) => {
    expect(codes(changes)).toEqual(expected)
  })
})

describe('what it is measured by', () => {
  const goal = { products: ['term-deposit'], withinDays: 30 }
  const product = { code: 'term-deposit', kind: 'deposit' }
  it.each<[string, Record<string, unknown>, string[]]>([
    ['a goal', { goal }, []],
    ['the longest window', { goal: { ...goal, withinDays: 90 } }, []],
    ['a longer one', { goal: { ...goal, withinDays: 91 } }, ['goal.withinDays out-of-bounds']],
    ['no time at all', { goal: { ...goal, withinDays: 0 } }, ['goal.withinDays out-of-bounds']],
    ['no product', { goal: { ...goal, products: [] } }, ['goal.products out-of-bounds']],
    [
      'a product twice',
      { goal: { ...goal, products: ['a', 'b', 'a'] } },
      ['goal.products.2 product-repeated'],
    ],
    [
      'an offer that is not its goal',
      { goal: { ...goal, products: ['gold'] }, product },
      ['goal.products goal-without-product warning'],
    ],
    ['an offer and something else', { goal: { ...goal, products: ['gold', 'term-deposit'] }, product }, []],
    [
      'a goal of what sends nothing',
      {
        goal,
        task: { mode: 'instead', dueWithinHours: 4, title: { en: 'Call', 'zh-CN': '致电' } },
        channels: [],
        messages: {},
      },
      ['goal without-effect warning'],
    ],
    [
      'what only the engine says',
      { status: 'paused', pausedBecause: 'paused-complaints', withdrawnUpTo: 1 },
      ['pausedBecause written-by-engine', 'withdrawnUpTo written-by-engine'],
    ],
  ])('%s', (_, changes, expected) => {
    expect(codes(changes).filter((code) => !/offer|rule/.test(code))).toEqual(expected)
  })
})

it('marketing is checked in the same way', () => {
  expect(codes({ 'messages.en.sms': undefined }, marketingCampaign)).toEqual([
    'messages.en.sms template-missing',
  ])
})

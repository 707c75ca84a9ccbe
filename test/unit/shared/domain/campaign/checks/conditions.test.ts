import { describe, expect, it } from 'vitest'
import {
  changed,
  changedBy,
  marketingCampaign,
  serviceCampaign,
} from '#test/support/builders/written-campaigns.ts'
import { problemsOf } from '#test/support/campaign-problems.ts'

const codes = (written: object) =>
  problemsOf(written).map(({ path, code, severity }) => `${path} ${code} ${severity}`)
const ofAudience = (audience: object) => codes(changed(serviceCampaign, 'audience', audience))
const test = (field: string, op: string, value: unknown) => ({ field, op, value })

describe('a test fits the kind of its field', () => {
  it.each([
    ['customer.age', 'eq', 65],
    ['customer.age', 'ne', 65],
    ['customer.age', 'lt', 65],
    ['customer.age', 'lte', 65],
    ['customer.age', 'gt', 65],
    ['customer.age', 'gte', 65],
    ['customer.age', 'in', [65, 66]],
    ['customer.language', 'eq', 'zh-CN'],
    ['customer.language', 'ne', 'zh-CN'],
    ['customer.branch', 'in', ['B1', 'B2']],
    ['segment.assetTier', 'eq', 'wealth'],
    ['segment.assetTier', 'in', ['wealth', 'private']],
    ['customer.vulnerable', 'eq', true],
    ['customer.vulnerable', 'ne', true],
    ['signal.balance', 'lt', { CZK: 100 }],
    ['signal.balance', 'gte', { CZK: 100, EUR: 4, CNY: -3 }],
    ['customer.products', 'contains', 'MORTGAGE'],
  ])('%s %s %j', (field, op, value) => {
    expect(ofAudience(test(field, op, value))).toEqual([])
  })

  it.each([
    ['customer.age', 'contains', 65, 'op', 'wrong-operator'],
    ['customer.language', 'lt', 'zh', 'op', 'wrong-operator'],
    ['segment.assetTier', 'gte', 'wealth', 'op', 'wrong-operator'],
    ['customer.vulnerable', 'gt', false, 'op', 'wrong-operator'],
    ['signal.balance', 'eq', { CZK: 1 }, 'op', 'wrong-operator'],
    ['signal.balance', 'ne', { CZK: 1 }, 'op', 'wrong-operator'],
    ['signal.balance', 'in', [1], 'op', 'wrong-operator'],
    ['customer.products', 'eq', 'MORTGAGE', 'op', 'wrong-operator'],
    ['customer.products', 'in', ['MORTGAGE'], 'op', 'wrong-operator'],
    ['customer.age', 'gte', '65', 'value', 'wrong-value-type'],
    ['customer.age', 'gte', [65], 'value', 'wrong-value-type'],
    ['customer.age', 'in', 65, 'value', 'wrong-value-type'],
    ['customer.age', 'in', [65, '66'], 'value.1', 'wrong-value-type'],
    ['customer.language', 'eq', 5, 'value', 'wrong-value-type'],
    ['customer.vulnerable', 'eq', 'true', 'value', 'wrong-value-type'],
    ['segment.assetTier', 'eq', true, 'value', 'wrong-value-type'],
    ['segment.assetTier', 'eq', 'welth', 'value', 'unknown-option'],
    ['segment.assetTier', 'in', ['mass', 'rich'], 'value.1', 'unknown-option'],
    ['signal.balance', 'lt', 100, 'value', 'wrong-value-type'],
    ['signal.balance', 'lt', [100], 'value', 'wrong-value-type'],
    ['signal.balance', 'lt', {}, 'value', 'no-currency'],
    ['signal.balance', 'lt', { CZK: 1, QQQ: 1 }, 'value.QQQ', 'unknown-currency'],
    ['customer.products', 'contains', 3, 'value', 'wrong-value-type'],
    ['customer.products', 'contains', ['A'], 'value', 'wrong-value-type'],
  ])('not %s %s %j', (field, op, value, where, code) => {
    expect(ofAudience(test(field, op, value))).toEqual([`audience.${where} ${code} error`])
  })

  it.each([
    [test('segment.assetTier', 'eq', 'welth'), /one of mass, wealth or private; did you mean "wealth"\?/],
    [
      test('customer.language', 'gt', 'a'),
      /"gt" cannot be asked of customer.language, which is a text; use eq, ne or in/,
    ],
    [test('customer.products', 'eq', 'a'), /use contains \(ask what it contains\)/],
    [test('signal.balance', 'eq', { CZK: 1 }), /use lt, lte, gt or gte \(amounts of several currencies/],
    [test('customer.age', 'eq', 'old'), /customer.age is compared with a number, not "old"/],
    [test('signal.balance', 'lt', 5), /whole minor units by currency/],
    [test('customer.age', 'in', 5), /followed by a list/],
  ])('and %j says what would', (condition, message) => {
    const problems = problemsOf(changed(serviceCampaign, 'audience', condition))
    expect(problems[0]?.message).toMatch(message)
  })
})

describe('every condition of a campaign is looked at', () => {
  const wrong = test('customer.age', 'gte', '65')
  it.each([
    ['audience', wrong, 'audience.value'],
    ['audience', { all: [wrong] }, 'audience.all.0.value'],
    ['audience', { any: [{ not: wrong }] }, 'audience.any.0.not.value'],
    ['context', [{ when: wrong, times: 2 }], 'context.0.when.value'],
    ['propensity', { base: 0.1, adjust: [{ when: wrong, times: 2 }] }, 'propensity.adjust.0.when.value'],
    ['task', { mode: 'beside', when: wrong, dueWithinHours: 4, title: { en: 'Call' } }, 'task.when.value'],
    ['trigger.signals.0.where', test('signal.balance', 'lt', 4), 'trigger.signals.0.where.value'],
  ])('%s', (path, value, expected) => {
    expect(codes(changed(serviceCampaign, path, value))).toEqual([`${expected} wrong-value-type error`])
  })
})

describe('a field has a value with what triggers the campaign', () => {
  const triggers = (...types: string[]) => ({ signals: types.map((type) => ({ type })) })
  const schedule = { schedule: { cron: '0 9 * * 1', timeZone: 'Europe/Prague' } }
  const balance = test('account.balance', 'gte', { CZK: 5 })
  it.each([
    ['with its only trigger', triggers('LargeDeposit'), balance, []],
    ['with each of two', triggers('LargeDeposit', 'SalaryArrived'), balance, []],
    [
      'with one of two',
      triggers('Birthday', 'LargeDeposit'),
      balance,
      ['audience.field field-sometimes-without-value warning'],
    ],
    ['with none', triggers('Birthday', 'NewCustomer'), balance, ['audience.field field-without-value error']],
    ['with a schedule', schedule, balance, ['audience.field field-without-value error']],
    [
      'of a card with a schedule',
      schedule,
      test('card.product', 'eq', 'gold'),
      ['audience.field field-without-value error'],
    ],
    ['of the customer with a schedule', schedule, test('customer.branch', 'eq', 'B1'), []],
    ['of the customer with any', triggers('Birthday'), test('customer.branch', 'eq', 'B1'), []],
  ])('%s', (_, trigger, audience, expected) => {
    const templates = { en: { inapp: { title: 'Hello', text: 'Hello' } } }
    const campaign = { trigger, audience, channels: ['inapp'], messages: templates, product: undefined }
    expect(codes(changedBy(marketingCampaign, campaign))).toEqual(expected)
  })

  it.each([
    [test('signal.amount', 'gte', { CZK: 5 }), []],
    [test('customer.age', 'gte', 65), ['trigger.signals.0.where.field field-not-of-signal error']],
    [test('account.balance', 'gte', { CZK: 5 }), ['trigger.signals.0.where.field field-not-of-signal error']],
    [test('card.product', 'eq', 'gold'), ['trigger.signals.0.where.field field-without-value error']],
    [test('signal.balance', 'gt', { CZK: 5 }), ['trigger.signals.0.where.field field-without-value error']],
  ])('a trigger asks its own signal: %j', (where, expected) => {
    const trigger = {
      signals: [{ type: 'LargeDeposit', where }, { type: 'CardExpiring' }, { type: 'LowBalance' }],
    }
    expect(codes(changed(marketingCampaign, 'trigger', trigger))).toEqual(expected)
  })
})

describe('a test that decides nothing is named', () => {
  const always = ['audience condition-always-true warning']
  it.each([
    [test('customer.age', 'gte', 0), always],
    [test('customer.age', 'lte', 130), always],
    [test('customer.age', 'gt', -1), always],
    [test('customer.age', 'ne', 131), always],
    [test('customer.age', 'gte', 1), []],
    [test('customer.age', 'lt', 130), []],
    [test('now.weekday', 'in', [1, 2, 3, 4, 5, 6, 7]), []],
    [test('segment.assetTier', 'in', ['mass', 'wealth', 'private']), always],
    [test('segment.assetTier', 'in', ['mass', 'wealth']), []],
    [test('customer.vulnerable', 'in', [true, false]), always],
    [test('signal.balance', 'gte', { CZK: 0 }), []],
    [test('customer.products', 'contains', 'A'), []],
    [test('customer.language', 'ne', 'en'), []],
  ])('%j', (audience, expected) => {
    expect(ofAudience(audience)).toEqual(expected)
  })
})

describe('an audience that no trigger lets through', () => {
  const [above, below] = [
    test('signal.amount', 'gt', { CZK: 500 }),
    test('signal.amount', 'lt', { CZK: 300 }),
  ]
  const dead = ['audience condition-impossible error']
  it.each([
    ['one trigger, opposed', [above], below, dead],
    ['one trigger, agreeing', [below], below, []],
    ['a second trigger that agrees', [above, below], below, []],
    ['a second trigger without a condition', [above, undefined], below, []],
    ['both opposed', [above, above], below, dead],
    [
      'a trigger that is dead itself',
      [{ all: [above, below] }],
      below,
      ['trigger.signals.0.where condition-impossible error'],
    ],
    ['an audience that is dead itself', [above], { all: [above, below] }, dead],
  ])('%s', (_, wheres, audience, expected) => {
    const signals = wheres.map((where, index) => ({
      type: index === 0 ? 'LargeDeposit' : 'SalaryArrived',
      ...(where ? { where } : {}),
    }))
    expect(codes(changedBy(marketingCampaign, { 'trigger.signals': signals, audience }))).toEqual(expected)
  })
})

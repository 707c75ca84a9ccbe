import type { Condition, ConditionTest } from '#shared/domain/campaign/condition.ts'
import type { ConditionField } from '#shared/domain/campaign/fields.ts'
import type { SignalType } from '#shared/domain/vocabulary.ts'
import { branches, cardProducts, products } from '#test/bench/workload/catalogue.ts'
import type { Random } from '#test/support/random.ts'

/** A simple question about one field, as marketers ask it: round numbers, a few options, amounts in both currencies. */
export type Question = (random: Random) => Condition

const test = (field: ConditionField, op: ConditionTest['op'], value: ConditionTest['value']): Condition => ({
  field,
  op,
  value,
})

type Choices<T> = readonly [T, ...T[]]

const from = (field: ConditionField, lows: Choices<number>): Question => {
  return (random) => test(field, 'gte', random.pick(lows))
}
const upTo = (field: ConditionField, highs: Choices<number>): Question => {
  return (random) => test(field, 'lte', random.pick(highs))
}
const between = (field: ConditionField, lows: Choices<number>, widths: Choices<number>): Question => {
  return (random) => {
    const low = random.pick(lows)
    return { all: [test(field, 'gte', low), test(field, 'lte', low + random.pick(widths))] }
  }
}
const oneOf = (field: ConditionField, values: Choices<string | boolean>): Question => {
  return (random) => test(field, 'eq', random.pick(values))
}
const anyOf = (field: ConditionField, lists: Choices<string[]>): Question => {
  return (random) => test(field, 'in', random.pick(lists))
}
const holds = (field: ConditionField, values: Choices<string>): Question => {
  return (random) => test(field, 'contains', random.pick(values))
}
const lacks = (field: ConditionField, values: Choices<string>): Question => {
  return (random) => ({ not: test(field, 'contains', random.pick(values)) })
}

/** @param thousands whole crowns; half of the campaigns are for the accounts in crowns alone, the others for euros, too */
const amount = (field: ConditionField, op: 'gte' | 'lt', thousands: Choices<number>): Question => {
  return (random) => {
    const crowns = random.pick(thousands) * 1000
    const both = random.next() < 0.5
    return test(field, op, { CZK: crowns * 100, ...(both ? { EUR: crowns * 4 } : {}) })
  }
}

/** A few branches of one region. */
const region: Question = (random) => {
  const first = random.int(0, branches.length - 8)
  return test('customer.branch', 'in', branches.slice(first, first + random.int(2, 6)))
}

/** One of several ways to ask about a field. */
const either = (questions: Choices<Question>): Question => {
  return (random) => random.pick(questions)(random)
}

/**
 * What a campaign asks about the customer: one question a field, so that nobody contradicts himself. Each speaks to a
 * smaller part of the customers, as target groups do; what the gates ask anyway (complaints, vulnerability) is not here.
 */
export const audienceQuestions: Choices<Question> = [
  either([
    from('customer.age', [50, 55, 60, 65]),
    upTo('customer.age', [22, 26, 30, 35]),
    between('customer.age', [18, 25, 30, 35, 45, 55], [5, 10, 15]),
  ]),
  either([
    from('customer.tenureDays', [3650, 7300]),
    upTo('customer.tenureDays', [90, 180, 365]),
    between('customer.tenureDays', [30, 365, 1825], [180, 365, 730]),
  ]),
  oneOf('customer.language', ['en', 'zh']),
  region,
  oneOf('customer.hasManager', [true]),
  either([
    holds('customer.products', products),
    holds('customer.products', products),
    lacks('customer.products', products),
  ]),
  either([
    holds('customer.cardProducts', cardProducts),
    holds('customer.cardProducts', cardProducts),
    lacks('customer.cardProducts', cardProducts),
  ]),
  holds('customer.accountKinds', ['savings', 'credit', 'loan']),
  from('customer.monthsSinceCardPayment', [1, 2, 3, 6]),
  either([
    amount('customer.financialAssets', 'gte', [50, 100, 200, 500, 1000, 2000]),
    amount('customer.financialAssets', 'lt', [5, 10, 20]),
  ]),
  either([from('customer.riskLevel', [3, 4, 5]), upTo('customer.riskLevel', [2, 3])]),
  either([
    anyOf('segment.assetTier', [['wealth', 'private']]),
    oneOf('segment.assetTier', ['wealth', 'private']),
  ]),
  oneOf('segment.activity', ['high', 'medium', 'low']),
  either([
    oneOf('segment.lifecycle', ['new', 'growing', 'mature']),
    anyOf('segment.lifecycle', [['new', 'growing']]),
  ]),
  either([from('now.hour', [15, 17, 19]), upTo('now.hour', [9, 10, 11])]),
  either([from('now.weekday', [6]), upTo('now.weekday', [2, 4])]),
]

/** The five moments of the bench. */
export const triggerTypes = [
  'LowBalance',
  'LargeDeposit',
  'SalaryArrived',
  'CardExpiring',
  'Birthday',
] as const
export type TriggerType = (typeof triggerTypes)[number]

/** What a campaign asks about the signal itself: its trigger's `where`. */
export const signalQuestions: Readonly<Record<TriggerType, Choices<Question>>> = {
  LowBalance: [amount('signal.balance', 'lt', [1, 2, 3, 4])],
  LargeDeposit: [amount('signal.amount', 'gte', [60, 80, 100, 200, 500])],
  SalaryArrived: [
    amount('signal.amount', 'gte', [30, 40, 50, 60, 80]),
    amount('signal.amount', 'lt', [25, 30, 40]),
  ],
  CardExpiring: [
    upTo('signal.daysLeft', [7, 14, 21, 30]),
    anyOf('card.product', [['gold', 'platinum'], ['classic'], ['student', 'virtual'], ['business']]),
  ],
  Birthday: [oneOf('signal.calendar', ['gregorian', 'gregorian', 'chinese'])],
}

/** What only signals with an account can be asked. */
export const accountQuestions: Choices<Question> = [
  oneOf('account.kind', ['current', 'savings']),
  amount('account.balance', 'gte', [10, 50, 100, 250]),
  amount('account.balance', 'lt', [5, 20, 100]),
]

/** Moments of campaigns that no signal of the bench triggers. */
export const otherTypes = [
  'LargeWithdrawal',
  'NewCustomer',
  'AssetTierRaised',
  'LoanNearlyRepaid',
] as const satisfies readonly SignalType[]

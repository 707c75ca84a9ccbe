import type { Money, SignalType } from '#shared/domain/vocabulary.ts'

/**
 * What a field's value can be, and so what it may be compared with: a `money` only with an amount in its own currency,
 * a `choice` only with its options, a `list` by what it contains.
 */
export type FieldKind = 'number' | 'text' | 'choice' | 'boolean' | 'money' | 'list'

/** A field's value for one customer and moment; undefined where nothing is known. */
export type FieldValue = string | number | boolean | Money | readonly string[] | undefined

/** What one field of the catalogue is. */
export interface FieldDefinition {
  readonly kind: FieldKind
  /** As marketers and compliance officers read it. */
  readonly label: { readonly en: string; readonly zh: string }
  /** The only values of a `choice`. */
  readonly options?: readonly string[]
  /** Lowest and highest value of a `number`. */
  readonly range?: readonly [number, number]
  /** The only signals it has a value for; every signal where it is not said. */
  readonly signals?: readonly SignalType[]
  /** Whether asking for it makes a campaign personalised (RULES 12). */
  readonly personal: boolean
}

const define = <const T extends Readonly<Record<string, FieldDefinition>>>(fields: T): T => fields

const withAccount = [
  'LowBalance',
  'LargeWithdrawal',
  'LargeDeposit',
  'SalaryArrived',
  'LoanNearlyRepaid',
] as const satisfies readonly SignalType[]

const tiers = ['mass', 'wealth', 'private'] as const

/** Every field that a condition may ask about, in the order of the catalogue. */
export const fields = define({
  'customer.age': {
    kind: 'number',
    label: { en: 'age in years', zh: '年龄' },
    range: [0, 130],
    personal: true,
  },
  'customer.tenureDays': {
    kind: 'number',
    label: { en: 'days as a customer', zh: '成为客户的天数' },
    range: [0, 60_000],
    personal: true,
  },
  'customer.language': { kind: 'text', label: { en: 'language', zh: '语言' }, personal: false },
  'customer.branch': { kind: 'text', label: { en: 'branch', zh: '所属网点' }, personal: false },
  'customer.hasManager': {
    kind: 'boolean',
    label: { en: 'has a relationship manager', zh: '有客户经理' },
    personal: true,
  },
  'customer.products': { kind: 'list', label: { en: 'products held', zh: '持有产品' }, personal: true },
  'customer.cardProducts': {
    kind: 'list',
    label: { en: 'products of the cards held', zh: '持有的卡产品' },
    personal: true,
  },
  'customer.accountKinds': {
    kind: 'list',
    label: { en: 'kinds of open accounts', zh: '账户类型' },
    personal: true,
  },
  'customer.monthsSinceCardPayment': {
    kind: 'number',
    label: {
      en: 'whole months without a card payment (7: more than six)',
      zh: '未刷卡的月数（7 表示超过六个月）',
    },
    range: [0, 7],
    personal: true,
  },
  'customer.financialAssets': {
    kind: 'money',
    label: { en: 'financial assets', zh: '金融资产' },
    personal: true,
  },
  'customer.riskLevel': {
    kind: 'number',
    label: { en: 'risk tolerance C1 to C5', zh: '风险承受等级 C1 至 C5' },
    range: [1, 5],
    personal: true,
  },
  'customer.vulnerable': {
    kind: 'boolean',
    label: { en: 'marked vulnerable', zh: '弱势客户标记' },
    personal: true,
  },
  'customer.openComplaint': {
    kind: 'boolean',
    label: { en: 'has an open complaint', zh: '有未结投诉' },
    personal: true,
  },
  'segment.assetTier': {
    kind: 'choice',
    label: { en: 'asset tier', zh: '资产层级' },
    options: tiers,
    personal: true,
  },
  'segment.activity': {
    kind: 'choice',
    label: { en: 'activity', zh: '活跃度' },
    options: ['high', 'medium', 'low'],
    personal: true,
  },
  'segment.lifecycle': {
    kind: 'choice',
    label: { en: 'lifecycle', zh: '生命周期' },
    options: ['new', 'growing', 'mature', 'senior'],
    personal: true,
  },
  'account.kind': {
    kind: 'choice',
    label: { en: "kind of the signal's account", zh: '信号所涉账户的类型' },
    options: ['current', 'savings', 'credit', 'loan'],
    signals: withAccount,
    personal: true,
  },
  'account.balance': {
    kind: 'money',
    label: { en: "last known balance of the signal's account", zh: '信号所涉账户的最近余额' },
    signals: withAccount,
    personal: true,
  },
  'card.product': {
    kind: 'text',
    label: { en: "product of the signal's card", zh: '信号所涉卡的产品' },
    signals: ['CardExpiring'],
    personal: true,
  },
  'signal.amount': {
    kind: 'money',
    label: { en: 'amount of the transaction', zh: '交易金额' },
    signals: ['LargeWithdrawal', 'LargeDeposit', 'SalaryArrived'],
    personal: true,
  },
  'signal.balance': {
    kind: 'money',
    label: { en: 'balance after the transaction', zh: '交易后余额' },
    signals: ['LowBalance', 'LoanNearlyRepaid'],
    personal: true,
  },
  'signal.daysLeft': {
    kind: 'number',
    label: { en: 'days until the card expires', zh: '距卡到期的天数' },
    range: [0, 366],
    signals: ['CardExpiring'],
    personal: true,
  },
  'signal.calendar': {
    kind: 'choice',
    label: { en: 'calendar of the birthday', zh: '生日历法' },
    options: ['gregorian', 'chinese'],
    signals: ['Birthday'],
    personal: true,
  },
  'signal.tier': {
    kind: 'choice',
    label: { en: 'asset tier reached', zh: '达到的资产层级' },
    options: tiers,
    signals: ['AssetTierRaised'],
    personal: true,
  },
  'now.hour': {
    kind: 'number',
    label: { en: "hour of the customer's day", zh: '客户当地时间（小时）' },
    range: [0, 23],
    personal: false,
  },
  'now.weekday': {
    kind: 'number',
    label: { en: "weekday at the customer's (1 is Monday)", zh: '客户当地星期（1 为星期一）' },
    range: [1, 7],
    personal: false,
  },
})

export type ConditionField = keyof typeof fields

/** The catalogue's names, in its order. */
export const fieldNames = Object.keys(fields) as [ConditionField, ...ConditionField[]]

/** Where a field stands in a vector of facts (shared/domain/decision/facts.ts). */
export const fieldIndex = Object.fromEntries(fieldNames.map((name, index) => [name, index])) as Readonly<
  Record<ConditionField, number>
>

/** A field's definition, with everything that may be said of one. */
export const fieldOf = (name: ConditionField): FieldDefinition => fields[name]

/** Values of all fields that were asked for, by `fieldIndex`; undefined where nothing is known, or nobody asked. */
export type FactVector = readonly FieldValue[]

import type { ConditionTest } from '#shared/domain/campaign/condition.ts'
import { fieldOf } from '#shared/domain/campaign/fields.ts'

/** A test, or with `negated` its opposite. The opposite also holds where nothing is known of the field. */
export interface Literal {
  readonly test: ConditionTest
  readonly negated: boolean
}

type Scalar = string | number | boolean
type Order = 'lt' | 'lte' | 'gt' | 'gte'

const opposite = { lt: 'gte', lte: 'gt', gt: 'lte', gte: 'lt' } as const

/** All numbers between two bounds. */
interface Interval {
  readonly low: number
  readonly lowOpen: boolean
  readonly high: number
  readonly highOpen: boolean
}

const everything: Interval = {
  low: Number.NEGATIVE_INFINITY,
  lowOpen: false,
  high: Number.POSITIVE_INFINITY,
  highOpen: false,
}

const isOrder = (op: ConditionTest['op']): op is Order => op in opposite

const narrowed = (interval: Interval, op: Order, bound: number): Interval => {
  const open = op === 'lt' || op === 'gt'
  const { low, lowOpen, high, highOpen } = interval
  if (op === 'gt' || op === 'gte')
    return bound > low || (bound === low && open) ? { ...interval, low: bound, lowOpen: open } : interval
  return bound < high || (bound === high && open)
    ? { low, lowOpen, high: bound, highOpen: open }
    : { ...interval, high, highOpen }
}

const isEmpty = ({ low, lowOpen, high, highOpen }: Interval): boolean =>
  low > high || (low === high && (lowOpen || highOpen))

const contains = ({ low, lowOpen, high, highOpen }: Interval, value: number): boolean =>
  (lowOpen ? value > low : value >= low) && (highOpen ? value < high : value <= high)

const opOf = (op: Order, negated: boolean): Order => (negated ? opposite[op] : op)

/** What eq, ne and in name. */
const named = ({ value }: ConditionTest): readonly Scalar[] =>
  Array.isArray(value) ? value : [value as Scalar]

/** Whether some number, text or truth value fulfils all of them. */
const scalarPossible = (literals: readonly Literal[]): boolean => {
  const field = literals[0]?.test.field
  const { range, options, kind } = field === undefined ? ({ kind: 'text' } as const) : fieldOf(field)
  let allowed: ReadonlySet<Scalar> | undefined =
    kind === 'boolean' ? new Set([true, false]) : options && new Set(options)
  let interval: Interval = range ? { ...everything, low: range[0], high: range[1] } : everything
  const excluded = new Set<Scalar>()
  for (const { test, negated } of literals) {
    const { op, value } = test
    if (isOrder(op)) interval = narrowed(interval, opOf(op, negated), Number(value))
    else if ((op === 'ne') === negated) {
      const some = new Set(named(test))
      allowed = allowed ? new Set([...allowed].filter((one) => some.has(one))) : some
    } else for (const one of named(test)) excluded.add(one)
  }
  const inside = (value: Scalar) => typeof value !== 'number' || contains(interval, value)
  if (allowed) return [...allowed].some((value) => !excluded.has(value) && inside(value))
  if (isEmpty(interval)) return false
  return interval.low !== interval.high || !excluded.has(interval.low)
}

/** Whether an amount in some currency fulfils all of them. */
const moneyPossible = (literals: readonly Literal[]): boolean => {
  const amounts = literals.map(({ test }) => test.value as Readonly<Record<string, number>>)
  const asked = literals.filter(({ negated }) => !negated)
  // In a currency that nobody names, every test is false and every opposite true.
  if (asked.length === 0) return true
  const currencies = new Set(amounts.flatMap((amount) => Object.keys(amount)))
  return [...currencies].some((currency) => {
    if (asked.some(({ test }) => !Object.hasOwn(test.value as object, currency))) return false
    const interval = literals.reduce((rest, { test, negated }, index) => {
      const bound = amounts[index]?.[currency]
      return bound === undefined || !isOrder(test.op) ? rest : narrowed(rest, opOf(test.op, negated), bound)
    }, everything)
    return !isEmpty(interval)
  })
}

/** Whether some list fulfils all of them. */
const listPossible = (literals: readonly Literal[]): boolean => {
  const wanted = new Set(literals.filter(({ negated }) => !negated).map(({ test }) => test.value))
  return !literals.some(({ test, negated }) => negated && wanted.has(test.value))
}

const byKind = {
  number: scalarPossible,
  text: scalarPossible,
  choice: scalarPossible,
  boolean: scalarPossible,
  money: moneyPossible,
  list: listPossible,
} as const

/**
 * Whether some value of the catalogue fulfils all literals. They are about one field, and each has a meaning (see
 * testTypeProblems). Exact but for two things that only err towards possible: numbers need not be whole, and `known`
 * is left to the caller.
 * @param known whether the field must have a value, also where only opposites are asked
 */
export const isPossible = (literals: readonly Literal[], known = false): boolean => {
  const first = literals[0]
  if (first === undefined) return true
  if (!known && literals.every(({ negated }) => negated)) return true
  return byKind[fieldOf(first.test.field).kind](literals)
}

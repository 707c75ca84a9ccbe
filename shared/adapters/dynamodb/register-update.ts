import { type MonthElements, monthAttribute } from '#shared/domain/profile/months.ts'
import type { RegisterWrite } from '#shared/domain/profile/register.ts'

/** The parts of an UpdateItem that sets registers if each of them is newer than what stands there. */
export interface RegisterUpdate extends Expressions {
  readonly ExpressionAttributeNames: Record<string, string>
  /** Undefined where there is neither register, nor key to be set, nor month to be added. */
  readonly ExpressionAttributeValues: Record<string, unknown> | undefined
}

interface Expressions {
  readonly UpdateExpression: string
  /** None where there is no register: sets of a month are added to, and removed, unconditionally. */
  readonly ConditionExpression: string | undefined
}

/** Index keys that change with a register: set to the text, removed on null. */
export type IndexKeys = Readonly<Record<string, string | null>>

/** What happens to the months of an item beside its registers. */
export interface MonthChange {
  readonly add: MonthElements
  /** Months to remove; none of them is added to. */
  readonly remove: readonly string[]
}

/** Placeholders of one kind, each text made once. */
const numbered = (prefix: string): ((index: number) => string) => {
  const made: string[] = []
  return (index) => {
    made[index] ??= `${prefix}${index}`
    return made[index]
  }
}

/** A register's name, value and version; an index key's name and value; an added month's, an old month's. */
const registerName = numbered('#r')
const registerValue = numbered(':r')
const registerVersion = numbered(':v')
const keyName = numbered('#k')
const keyValue = numbered(':k')
const monthName = numbered('#m')
const monthValue = numbered(':m')
const oldName = numbered('#o')

/** What an update consists of; two of the same shape have the same expressions. */
interface Shape {
  readonly registers: number
  readonly keys: readonly (string | null)[]
  readonly adds: number
  readonly olds: number
}

const times = (count: number, text: (index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => text(index))

const clause = (word: string, parts: readonly string[]): string[] =>
  parts.length > 0 ? [`${word} ${parts.join(', ')}`] : []

const expressionsOf = ({ registers, keys, adds, olds }: Shape): Expressions => {
  const sets = times(registers, (index) => `${registerName(index)} = ${registerValue(index)}`)
  const removes: string[] = []
  keys.forEach((key, index) => {
    if (key === null) removes.push(keyName(index))
    else sets.push(`${keyName(index)} = ${keyValue(index)}`)
  })
  const clauses = [
    ...clause('SET', sets),
    ...clause('REMOVE', [...removes, ...times(olds, oldName)]),
    ...clause(
      'ADD',
      times(adds, (index) => `${monthName(index)} ${monthValue(index)}`),
    ),
  ]
  const conditions = times(
    registers,
    (index) =>
      `(attribute_not_exists(${registerName(index)}) OR ${registerName(index)}.#v < ${registerVersion(index)})`,
  )
  return {
    UpdateExpression: clauses.join(' '),
    ConditionExpression: conditions.length > 0 ? conditions.join(' AND ') : undefined,
  }
}

/** By shape; there are few, because registers, keys and months of an update are. */
const known = new Map<string, Expressions>()

const knownExpressions = (shape: Shape): Expressions => {
  const { registers, keys, adds, olds } = shape
  const name = `${registers} ${keys.map((key) => (key === null ? '-' : '+')).join('')} ${adds} ${olds}`
  const made = known.get(name)
  if (made) return made
  const expressions = expressionsOf(shape)
  known.set(name, expressions)
  return expressions
}

/**
 * All registers in one update: it holds only if every one of them is newer, so that one condition decides and the
 * whole write is one unit. Where it fails, the caller leaves out what is older and tries again.
 */
export const registerUpdate = (
  writes: readonly RegisterWrite[],
  indexKeys: IndexKeys = {},
  { add, remove }: MonthChange = { add: new Map(), remove: [] },
): RegisterUpdate => {
  const names: Record<string, string> = {}
  const values: Record<string, unknown> = {}
  if (writes.length > 0) names['#v'] = 'v'
  writes.forEach(({ attribute, value }, index) => {
    names[registerName(index)] = attribute
    values[registerValue(index)] = value
    values[registerVersion(index)] = value.v
  })
  const keys = Object.values(indexKeys)
  Object.keys(indexKeys).forEach((attribute, index) => {
    names[keyName(index)] = attribute
    const key = keys[index]
    if (typeof key === 'string') values[keyValue(index)] = key
  })
  let added = 0
  for (const [month, elements] of add) {
    names[monthName(added)] = monthAttribute(month)
    values[monthValue(added)] = elements
    added++
  }
  remove.forEach((month, index) => {
    names[oldName(index)] = monthAttribute(month)
  })
  const shape = { registers: writes.length, keys, adds: added, olds: remove.length }
  const { UpdateExpression, ConditionExpression } = knownExpressions(shape)
  const anyValue = writes.length > 0 || added > 0 || keys.some((key) => key !== null)
  return {
    UpdateExpression,
    ConditionExpression,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: anyValue ? values : undefined,
  }
}

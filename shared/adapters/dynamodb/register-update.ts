import { MONTH_PREFIX, type MonthElements } from '#shared/domain/profile/months.ts'
import type { RegisterWrite } from '#shared/domain/profile/register.ts'

/** The parts of an UpdateItem that sets registers if each of them is newer than what stands there. */
export interface RegisterUpdate {
  readonly UpdateExpression: string
  /** None where there is no register: sets of a month are added to, and removed, unconditionally. */
  readonly ConditionExpression?: string
  readonly ExpressionAttributeNames: Record<string, string>
  readonly ExpressionAttributeValues?: Record<string, unknown>
}

/** Index keys that change with a register: set to the text, removed on null. */
export type IndexKeys = Readonly<Record<string, string | null>>

/** What happens to the months of an item beside its registers. */
export interface MonthChange {
  readonly add: MonthElements
  /** Months to remove; none of them is added to. */
  readonly remove: readonly string[]
}

const clause = (word: string, parts: readonly string[]): string[] =>
  parts.length > 0 ? [`${word} ${parts.join(', ')}`] : []

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
  const sets: string[] = []
  const removes: string[] = []
  const conditions: string[] = []
  writes.forEach(({ attribute, value }, index) => {
    names[`#r${index}`] = attribute
    names['#v'] = 'v'
    values[`:r${index}`] = value
    values[`:v${index}`] = value.v
    sets.push(`#r${index} = :r${index}`)
    conditions.push(`(attribute_not_exists(#r${index}) OR #r${index}.#v < :v${index})`)
  })
  Object.entries(indexKeys).forEach(([attribute, key], index) => {
    names[`#k${index}`] = attribute
    if (key === null) {
      removes.push(`#k${index}`)
      return
    }
    values[`:k${index}`] = key
    sets.push(`#k${index} = :k${index}`)
  })
  const adds = [...add].map(([month, elements], index) => {
    names[`#m${index}`] = `${MONTH_PREFIX}${month}`
    values[`:m${index}`] = elements
    return `#m${index} :m${index}`
  })
  remove.forEach((month, index) => {
    names[`#o${index}`] = `${MONTH_PREFIX}${month}`
    removes.push(`#o${index}`)
  })
  return {
    UpdateExpression: [...clause('SET', sets), ...clause('REMOVE', removes), ...clause('ADD', adds)].join(
      ' ',
    ),
    ...(conditions.length > 0 ? { ConditionExpression: conditions.join(' AND ') } : {}),
    ExpressionAttributeNames: names,
    ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
  }
}

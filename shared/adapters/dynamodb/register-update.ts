import type { RegisterWrite } from '#shared/domain/profile/register.ts'

/** The parts of an UpdateItem that sets registers if each of them is newer than what stands there. */
export interface RegisterUpdate {
  readonly UpdateExpression: string
  readonly ConditionExpression: string
  readonly ExpressionAttributeNames: Record<string, string>
  readonly ExpressionAttributeValues: Record<string, unknown>
}

/** Index keys that change with a register: set to the text, removed on null. */
export type IndexKeys = Readonly<Record<string, string | null>>

/**
 * All registers in one update: it holds only if every one of them is newer, so that one condition decides and the
 * whole write is one unit. Where it fails, the caller leaves out what is older and tries again.
 */
export const registerUpdate = (
  writes: readonly RegisterWrite[],
  indexKeys: IndexKeys = {},
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
  return {
    UpdateExpression: `SET ${sets.join(', ')}${removes.length > 0 ? ` REMOVE ${removes.join(', ')}` : ''}`,
    ConditionExpression: conditions.join(' AND '),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  }
}

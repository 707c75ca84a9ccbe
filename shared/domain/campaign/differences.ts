/** One place where two versions say different things, for the person who approves. */
export interface Difference {
  /** With dots: `audience.all.1.value`. */
  readonly path: string
  readonly kind: 'added' | 'removed' | 'changed'
  readonly before?: unknown
  readonly after?: unknown
}

type Keys = Readonly<Record<string, unknown>>

const isKeys = (value: unknown): value is Keys => typeof value === 'object' && value !== null

const isScalarList = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && value.every((item) => !isKeys(item))

/** Lists of words and numbers are one thing: a channel that moved up says nothing place by place. */
const isWhole = (value: unknown): boolean => !isKeys(value) || isScalarList(value)

const sameWhole = (before: unknown, after: unknown): boolean =>
  isScalarList(before) && isScalarList(after)
    ? before.length === after.length && before.every((item, index) => Object.is(item, after[index]))
    : Object.is(before, after)

const sameKind = (before: unknown, after: unknown): boolean =>
  isKeys(before) && isKeys(after) && Array.isArray(before) === Array.isArray(after)

const within = (before: Keys, after: Keys, path: string): Difference[] => {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...keys].flatMap((key): Difference[] => {
    const at = path === '' ? key : `${path}.${key}`
    const was = Object.hasOwn(before, key) ? before[key] : undefined
    const is = Object.hasOwn(after, key) ? after[key] : undefined
    if (was === undefined) return is === undefined ? [] : [{ path: at, kind: 'added', after: is }]
    if (is === undefined) return [{ path: at, kind: 'removed', before: was }]
    return differences(was, is, at)
  })
}

/**
 * What differs between two JSON values, in the order in which it is written. Groups are compared key by key, lists of
 * groups place by place, lists of words and numbers as a whole. Nothing is said of what is equal, and equal values have
 * no difference.
 * @param path where the values stand
 */
export const differences = (before: unknown, after: unknown, path = ''): Difference[] => {
  const whole = (isWhole(before) && isWhole(after)) || !sameKind(before, after)
  if (!whole) return within(before as Keys, after as Keys, path)
  return sameWhole(before, after) ? [] : [{ path, kind: 'changed', before, after }]
}

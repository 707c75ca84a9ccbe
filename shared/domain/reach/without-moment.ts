import type { Condition } from '#shared/domain/campaign/condition.ts'
import { fieldOf } from '#shared/domain/campaign/fields.ts'

/** What comes with a moment, and is not there while none has come: `signal.`, `account.`, `card.` fields. */
const isOfMoment = ({ field }: { readonly field: Parameters<typeof fieldOf>[0] }): boolean =>
  fieldOf(field).signals !== undefined

const group = (key: 'all' | 'any', parts: readonly (Condition | boolean)[]): Condition | boolean => {
  const decides = key === 'any'
  if (parts.includes(decides)) return decides
  const left = parts.filter((part) => typeof part !== 'boolean')
  const [first] = left
  if (first === undefined) return !decides
  if (left.length === 1) return first
  return key === 'all' ? { all: left } : { any: left }
}

const simplified = (condition: Condition, favourable: boolean): Condition | boolean => {
  if ('all' in condition)
    return group(
      'all',
      condition.all.map((part) => simplified(part, favourable)),
    )
  if ('any' in condition)
    return group(
      'any',
      condition.any.map((part) => simplified(part, favourable)),
    )
  if ('not' in condition) {
    const inner = simplified(condition.not, !favourable)
    return typeof inner === 'boolean' ? !inner : { not: inner }
  }
  return isOfMoment(condition) ? favourable : condition
}

/**
 * A condition as if what it asks of the moment were as it wants it: everybody fulfils it who could, were the right moment
 * to come. Tests of the moment hold, within `not` they do not.
 * @returns undefined where nothing else is asked; `changed` says whether anything was left out
 */
export const withoutMoment = (
  condition: Condition | undefined,
): { readonly condition: Condition | undefined; readonly changed: boolean } => {
  if (condition === undefined) return { condition, changed: false }
  const left = simplified(condition, true)
  // Not even a moment that suits helps where the rest is false for everybody: that is kept, and lint says so.
  const kept = typeof left === 'boolean' ? (left ? undefined : condition) : left
  return { condition: kept, changed: JSON.stringify(kept) !== JSON.stringify(condition) }
}

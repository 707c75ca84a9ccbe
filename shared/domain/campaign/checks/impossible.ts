import { spoken } from '#shared/domain/campaign/checks/conditions.ts'
import { isPossible, type Literal } from '#shared/domain/campaign/checks/possible-values.ts'
import { type CampaignProblem, errorAt, listed, type Path } from '#shared/domain/campaign/checks/problem.ts'
import { testTypeProblems } from '#shared/domain/campaign/checks/test-types.ts'
import type { Condition, ConditionTest } from '#shared/domain/campaign/condition.ts'
import { fieldOf } from '#shared/domain/campaign/fields.ts'

/** A condition with its `not` carried down to the tests (De Morgan). */
type Part =
  | { readonly kind: 'test'; readonly path: Path; readonly literal: Literal }
  | { readonly kind: 'all' | 'any'; readonly path: Path; readonly parts: readonly Part[] }

const group = (kind: 'all' | 'any', path: Path, parts: readonly Part[]): Part => ({ kind, path, parts })

const partOf = (condition: Condition, path: Path, negated: boolean): Part => {
  if ('not' in condition) return partOf(condition.not, [...path, 'not'], !negated)
  const inner = (parts: readonly Condition[], key: string) =>
    parts.map((part, index) => partOf(part, [...path, key, index], negated))
  if ('all' in condition) return group(negated ? 'any' : 'all', path, inner(condition.all, 'all'))
  if ('any' in condition) return group(negated ? 'all' : 'any', path, inner(condition.any, 'any'))
  return { kind: 'test', path, literal: { test: condition, negated } }
}

const flattened = (part: Part): readonly Part[] =>
  part.kind === 'all' ? part.parts.flatMap(flattened) : [part]

/** The literals of the first field that they leave no value; a test without a meaning says nothing. */
const conflict = (literals: readonly Literal[]): readonly Literal[] | undefined => {
  const byField = Map.groupBy(literals, ({ test }) => test.field)
  return [...byField.values()].find((ofField) => !isPossible(ofField))
}

const meant = ({ test }: Literal): boolean => testTypeProblems([], test).length === 0

const literalsOf = (parts: readonly Part[]): Literal[] =>
  parts.flatMap((part) => (part.kind === 'test' && meant(part.literal) ? [part.literal] : []))

/** Whether the part surely never holds together with the literals around it. */
const isDead = (part: Part, around: readonly Literal[]): boolean => {
  if (part.kind === 'any') return part.parts.every((branch) => isDead(branch, around))
  const parts = flattened(part)
  const literals = [...around, ...literalsOf(parts)]
  if (conflict(literals)) return true
  return parts.some((inner) => inner.kind === 'any' && isDead(inner, literals))
}

const CODE = 'condition-impossible'

const testMessage = ({ test }: Literal): string => {
  const { range } = fieldOf(test.field)
  const bounds = range ? `: it is between ${range[0]} and ${range[1]}` : ''
  return `${spoken(test)} never holds${bounds}`
}

const literalWords = ({ test, negated }: Literal): string =>
  negated ? `not (${spoken(test)})` : spoken(test)

const allMessage = (part: Part): string => {
  const opposed = conflict(literalsOf(flattened(part)))
  return opposed
    ? `${listed(opposed.map(literalWords))} never hold together`
    : 'no branch of an "any" in it can hold together with the rest'
}

/** The smallest parts that never hold. */
const deadParts = (part: Part): CampaignProblem[] => {
  if (part.kind === 'test')
    return isDead(part, []) ? [errorAt(part.path, CODE, testMessage(part.literal))] : []
  const inside = part.parts.flatMap(deadParts)
  const ownFault = part.kind === 'all' && isDead(part, []) && !part.parts.some((inner) => isDead(inner, []))
  return ownFault ? [...inside, errorAt(part.path, CODE, allMessage(part))] : inside
}

/**
 * Parts of a condition that no customer fulfils, whatever is known: contradictory bounds, two different values of one
 * field, an `any` without a branch that can hold. It never names a part that somebody may fulfil, and it does not find
 * everything: the branches of two `any` are not tried in pairs.
 */
export const impossibleParts = (condition: Condition, path: Path): CampaignProblem[] =>
  deadParts(partOf(condition, path, false))

/** Whether conditions surely never hold together. */
export const neverTogether = (conditions: readonly Condition[]): boolean =>
  isDead(
    group(
      'all',
      [],
      conditions.map((condition) => partOf(condition, [], false)),
    ),
    [],
  )

/** Whether a test holds for every value that its field can have. */
export const alwaysHolds = (test: ConditionTest): boolean =>
  fieldOf(test.field).kind !== 'list' && !isPossible([{ test, negated: true }], true)

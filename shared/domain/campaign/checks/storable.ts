import { type CampaignProblem, errorAt, type Path } from '#shared/domain/campaign/checks/problem.ts'

/** Groups within groups. What people write has a dozen; DynamoDB keeps 32 levels, and the parser works by recursion. */
export const DEEPEST = 30

/** DynamoDB numbers are 1e-130 to 9.99e125, and the SDK passes whole ones as far as JavaScript counts. */
const SMALLEST = 1e-100
const LARGEST = Number.MAX_SAFE_INTEGER

/** Bytes of JSON: an item has 400 KB, and holds a working copy twice while it is submitted. */
export const MOST_CONTENT_BYTES = 100_000
export const MOST_CAMPAIGN_BYTES = 200_000

/** Whether it has more groups within groups than can be kept; looks no deeper than that. */
export const isTooDeep = (given: unknown, left = DEEPEST): boolean => {
  if (typeof given !== 'object' || given === null) return false
  return left === 0 || Object.values(given).some((inner) => isTooDeep(inner, left - 1))
}

export const tooDeep = (): CampaignProblem =>
  errorAt([], 'too-deep', `a campaign has at most ${DEEPEST} groups within groups`)

const isKept = (value: number): boolean =>
  Math.abs(value) <= LARGEST && (value === 0 || Math.abs(value) >= SMALLEST)

/** Numbers that no table keeps. @param given not too deep */
const numberProblems = (given: unknown, path: Path): CampaignProblem[] => {
  if (typeof given === 'number')
    return isKept(given)
      ? []
      : [errorAt(path, 'out-of-bounds', `must be a number of at most ${LARGEST}, and not tiny`)]
  if (typeof given !== 'object' || given === null) return []
  return Object.entries(given).flatMap(([key, value]) => numberProblems(value, [...path, key]))
}

/** UTF-8 bytes of it as JSON. @param given not too deep */
export const jsonBytes = (given: unknown): number => new TextEncoder().encode(JSON.stringify(given)).length

/**
 * What keeps a campaign out of its table, whatever it says.
 * @param given not too deep
 * @param most bytes of JSON
 */
export const storageProblems = (given: unknown, most = MOST_CAMPAIGN_BYTES): CampaignProblem[] => {
  const bytes = jsonBytes(given)
  return [
    ...numberProblems(given, []),
    ...(bytes > most
      ? [errorAt([], 'too-big', `has ${bytes} bytes as JSON, and at most ${most} can be kept`)]
      : []),
  ]
}

import { type CampaignProblem, errorAt, type Path, quoted } from '#shared/domain/campaign/checks/problem.ts'
import { hasKey } from '#shared/domain/campaign/shape-by-key.ts'

/** Conditions by segment id, as they were given: they may refer to segments themselves. */
export type SegmentConditions = ReadonlyMap<string, unknown>

export interface Resolved {
  /** What was given, with each segment's condition in place of its name. */
  readonly content: unknown
  /** References that lead nowhere, or back to themselves. In their place stands a condition that says nothing. */
  readonly problems: readonly CampaignProblem[]
  /** The segments that it stands on, by way of others too, each once. */
  readonly uses: readonly string[]
  /** Where a reference stood: the segment's id by the path in the draft, with dots. */
  readonly places: ReadonlyMap<string, string>
}

/** Groups within groups, as in shared/domain/campaign/check-campaign.ts. */
const DEEPEST = 50
/** Parts of all conditions once resolved: two segments that each name the next twice would grow without end. */
const MOST_PARTS = 2_000

/** Stands where a segment is not there, so that the rest can be checked. What is said of it is left out. */
const NOTHING_SAID = { field: 'customer.language', op: 'ne', value: 'none' } as const

interface Progress {
  readonly segments: SegmentConditions
  readonly problems: CampaignProblem[]
  readonly uses: Set<string>
  readonly places: Map<string, string>
  parts: number
}

/** Where one is: the path in the draft, and the segments that led here from it. */
interface Place {
  readonly path: Path
  readonly within: readonly string[]
  readonly depth: number
}

/** Within a segment everything is said of the place that named it: there is no other in the draft. */
const step = ({ path, within, depth }: Place, ...keys: Path): Place => ({
  path: within.length > 0 ? path : [...path, ...keys],
  within,
  depth: depth + 1,
})

const refuse = (progress: Progress, { path }: Place, code: string, message: string): unknown => {
  if (!progress.problems.some((known) => known.path === path.join('.') && known.code === code))
    progress.problems.push(errorAt(path, code, message))
  return NOTHING_SAID
}

const inlined = (given: { segment: unknown }, place: Place, progress: Progress): unknown => {
  const { segment: id, ...others } = given
  const { path, within, depth } = place
  if (within.length === 0) progress.places.set(path.join('.'), String(id))
  if (typeof id !== 'string')
    return refuse(progress, place, 'wrong-type', '"segment" must be the id of a segment')
  if (Object.keys(others).length > 0)
    return refuse(progress, place, 'unknown-key', 'beside "segment" nothing else may stand; use "all"')
  if (within.includes(id)) {
    const way = [...within.slice(within.indexOf(id)), id].join(' → ')
    return refuse(progress, place, 'segment-cycle', `a segment leads back to itself: ${way}`)
  }
  if (!progress.segments.has(id))
    return refuse(progress, place, 'unknown-segment', `there is no segment ${quoted(id)}`)
  progress.uses.add(id)
  return resolve(progress.segments.get(id), { path, within: [...within, id], depth }, progress)
}

const resolveAll = (parts: unknown, place: Place, progress: Progress): unknown =>
  Array.isArray(parts) ? parts.map((part, index) => resolve(part, step(place, index), progress)) : parts

/** One condition, whatever its shape; what is no condition stays as it is, for the check of the shape. */
const resolve = (given: unknown, place: Place, progress: Progress): unknown => {
  if (typeof given !== 'object' || given === null) return given
  progress.parts++
  if (place.depth > DEEPEST || progress.parts > MOST_PARTS)
    return refuse(
      progress,
      place,
      'too-deep',
      `conditions have at most ${DEEPEST} groups within groups and ${MOST_PARTS} parts, those of segments included`,
    )
  if (hasKey(given, 'segment')) return inlined(given as { segment: unknown }, place, progress)
  const keys = given as Readonly<Record<string, unknown>>
  for (const key of ['all', 'any'] as const)
    if (hasKey(given, key)) return { ...keys, [key]: resolveAll(keys[key], step(place, key), progress) }
  if (hasKey(given, 'not')) return { ...keys, not: resolve(keys.not, step(place, 'not'), progress) }
  return given
}

/** Where conditions may stand in a campaign; `*` is any entry of a list. */
const SITES: readonly (readonly string[])[] = [
  ['trigger', 'signals', '*', 'where'],
  ['audience'],
  ['propensity', 'adjust', '*', 'when'],
  ['context', '*', 'when'],
  ['task', 'when'],
]

const atSite = (given: unknown, way: readonly string[], path: Path, progress: Progress): unknown => {
  const [key, ...rest] = way
  if (key === undefined) return resolve(given, { path, within: [], depth: 0 }, progress)
  if (key === '*')
    return Array.isArray(given)
      ? given.map((entry, index) => atSite(entry, rest, [...path, index], progress))
      : given
  if (!hasKey(given, key)) return given
  const keys = given as Readonly<Record<string, unknown>>
  return { ...keys, [key]: atSite(keys[key], rest, [...path, key], progress) }
}

const resolved = (segments: SegmentConditions, work: (progress: Progress) => unknown): Resolved => {
  const progress: Progress = {
    segments,
    problems: [],
    uses: new Set(),
    places: new Map(),
    parts: 0,
  }
  const content = work(progress)
  return { content, problems: progress.problems, uses: [...progress.uses], places: progress.places }
}

/**
 * A campaign's draft with each `{ segment: 'id' }` replaced by that segment's condition, wherever a condition may stand,
 * so that what is approved is what runs, whatever becomes of the segment later.
 * @param content as given, of any shape: what is no condition is left alone
 */
export const resolveSegments = (content: unknown, segments: SegmentConditions): Resolved =>
  resolved(segments, (progress) => SITES.reduce((given, site) => atSite(given, site, [], progress), content))

/** One condition with its segments resolved. @param path where it stands, for what is wrong */
export const resolveCondition = (condition: unknown, segments: SegmentConditions, path: Path): Resolved =>
  resolved(segments, (progress) => resolve(condition, { path, within: [], depth: 0 }, progress))

/**
 * Problems of the resolved content as its author can place them: what is wrong within a segment is said of the
 * reference, and of one that is not there nothing but that.
 */
export const inTermsOfDraft = (
  problems: readonly CampaignProblem[],
  { places, problems: ofReferences }: Pick<Resolved, 'places' | 'problems'>,
): CampaignProblem[] => {
  const broken = new Set(ofReferences.map(({ path }) => path))
  return problems.flatMap((problem) => {
    const place = [...places].find(([at]) => problem.path === at || problem.path.startsWith(`${at}.`))
    if (place === undefined) return [problem]
    const [path, id] = place
    if (broken.has(path)) return []
    return [{ ...problem, path, message: `segment ${quoted(id)}: ${problem.message}` }]
  })
}

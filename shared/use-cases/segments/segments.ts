import type { Caller } from '#shared/domain/access/caller.ts'
import { resolveCondition, resolveSegments } from '#shared/domain/campaign/resolve-segments.ts'
import {
  checkSegment,
  conditionsOf,
  type Segment,
  type SegmentContent,
} from '#shared/domain/campaign/segment.ts'
import type { AuditEntry } from '#shared/ports/audit.ts'
import type { SegmentStore } from '#shared/ports/segments.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

/** Who asks, and when: for the audit line. */
export interface Request {
  readonly caller: Caller
  readonly requestId: string
  readonly now: Date
}

const noSuch = (): Refusal => new Refusal('not-found', 'no-such-segment', 'There is no such segment')

const changedMeanwhile = (): Refusal =>
  new Refusal(
    'changed',
    'segment-changed',
    'Somebody has changed the segment since you looked: read it again',
  )

const auditOf = (
  { caller, requestId, now }: Request,
  segmentId: string,
  action: string,
  revision: number,
): AuditEntry => ({
  subject: `segment#${segmentId}`,
  action,
  at: now,
  caller,
  requestId,
  details: { revision },
})

/** @throws Refusal `segment-wrong` naming all that is wrong with it */
const mustBeRight = (segment: Segment, others: readonly Segment[]): void => {
  const all = conditionsOf([...others.filter(({ segmentId }) => segmentId !== segment.segmentId), segment])
  const errors = checkSegment(segment.segmentId, all).filter(({ severity }) => severity === 'error')
  if (errors.length > 0)
    throw new Refusal(
      'invalid',
      'segment-wrong',
      'The condition cannot stand as it is',
      errors.map(({ path, code, message }) => ({ path, code, message })),
    )
}

export const listSegments = async (
  store: SegmentStore,
  { limit, after }: { readonly limit: number; readonly after?: string },
): Promise<{ readonly items: readonly Segment[]; readonly next?: string }> => {
  const left = (await store.all()).filter(({ segmentId }) => after === undefined || segmentId > after)
  const items = left.slice(0, limit)
  const last = items.at(-1)
  return { items, ...(left.length > items.length && last ? { next: last.segmentId } : {}) }
}

/** @throws Refusal `no-such-segment` */
export const readSegment = async (store: SegmentStore, segmentId: string): Promise<Segment> => {
  const segment = await store.one(segmentId)
  if (!segment) throw noSuch()
  return segment
}

/** @throws Refusal `segment-wrong`, `segment-exists` */
export const createSegment = async (
  store: SegmentStore,
  segmentId: string,
  content: SegmentContent,
  request: Request,
): Promise<Segment> => {
  // In seconds, so that one that was deleted and is created again has none of its revisions twice.
  const revision = Math.floor(request.now.getTime() / 1000)
  const segment = { ...content, segmentId, revision, ...authorOf(request) }
  mustBeRight(segment, await store.all())
  if (!(await store.create(segment, auditOf(request, segmentId, 'segment-created', revision))))
    throw new Refusal('conflict', 'segment-exists', 'There is a segment of this id already')
  return segment
}

const authorOf = ({ caller, now }: Request): Pick<Segment, 'updatedAt' | 'updatedBy'> => ({
  updatedAt: now.toISOString(),
  updatedBy: caller.name,
})

/** @throws Refusal `no-such-segment`, `segment-changed`, `segment-wrong` */
export const changeSegment = async (
  store: SegmentStore,
  segmentId: string,
  content: SegmentContent,
  seen: string,
  request: Request,
): Promise<Segment> => {
  const { revision } = await readSegment(store, segmentId)
  if (String(revision) !== seen) throw changedMeanwhile()
  const segment = { ...content, segmentId, revision: revision + 1, ...authorOf(request) }
  mustBeRight(segment, await store.all())
  const audit = auditOf(request, segmentId, 'segment-changed', segment.revision)
  if (!(await store.change(segment, revision, audit))) throw changedMeanwhile()
  return segment
}

/** What stands on a segment by itself or by way of others: drafts and segments, by id. */
const usersOf = async (store: SegmentStore, segmentId: string) => {
  const segments = await store.all()
  const conditions = conditionsOf(segments)
  const drafts = (await store.drafts()).filter(({ content }) =>
    resolveSegments(content, conditions).uses.includes(segmentId),
  )
  const others = segments.filter(
    (other) =>
      other.segmentId !== segmentId &&
      resolveCondition(other.condition, conditions, []).uses.includes(segmentId),
  )
  return [
    ...others.map((other) => ({
      path: `segments.${other.segmentId}`,
      message: `segment ${other.segmentId}`,
    })),
    ...drafts.map(({ campaignId }) => ({ path: `drafts.${campaignId}`, message: `draft of ${campaignId}` })),
  ]
}

/**
 * Takes a segment away that nothing stands on. A draft that is saved in the same moment may name it still: then its next
 * check says that it is gone. What was submitted before is not touched: it holds the condition itself.
 * @throws Refusal `no-such-segment`, `segment-changed`, `segment-used`
 */
export const removeSegment = async (
  store: SegmentStore,
  segmentId: string,
  seen: string,
  request: Request,
): Promise<void> => {
  const { revision } = await readSegment(store, segmentId)
  if (String(revision) !== seen) throw changedMeanwhile()
  const users = await usersOf(store, segmentId)
  if (users.length > 0)
    throw new Refusal(
      'conflict',
      'segment-used',
      'Drafts or other segments stand on it',
      users.map((user) => ({ ...user, code: 'uses-segment' })),
    )
  if (!(await store.remove(segmentId, revision, auditOf(request, segmentId, 'segment-deleted', revision))))
    throw changedMeanwhile()
}

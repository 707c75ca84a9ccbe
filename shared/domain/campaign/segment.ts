import * as z from 'zod/mini'
import { conditionSiteProblems } from '#shared/domain/campaign/checks/condition-problems.ts'
import type { CampaignProblem } from '#shared/domain/campaign/checks/problem.ts'
import { shapeProblems } from '#shared/domain/campaign/checks/shape.ts'
import { conditionSchema } from '#shared/domain/campaign/condition.ts'
import {
  inTermsOfDraft,
  resolveCondition,
  type SegmentConditions,
} from '#shared/domain/campaign/resolve-segments.ts'

/** As campaigns are called, so that a reference reads like one. */
export const segmentIdSchema = z.string().check(z.regex(/^[a-z][a-z0-9-]{2,63}$/))

/** What people write of a segment. The condition is looked at by `checkSegment`: it may name other segments. */
export const segmentContentSchema = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  description: z.optional(z.string().check(z.maxLength(2_000))),
  condition: z.unknown(),
})
export type SegmentContent = z.infer<typeof segmentContentSchema>

/** A named condition that drafts and other segments may stand on. */
export interface Segment extends SegmentContent {
  readonly segmentId: string
  /** Grows with each change, and over the segment's being deleted and created again. */
  readonly revision: number
  readonly updatedAt: string
  /** Who changed it last: a name for people to read. */
  readonly updatedBy: string
}

export const conditionsOf = (segments: readonly Segment[]): SegmentConditions =>
  new Map(segments.map(({ segmentId, condition }) => [segmentId, condition]))

const PATH = ['condition'] as const

/**
 * What is wrong with a segment's condition when it is written: the same that would be wrong with an audience. Which
 * moments have the fields that it asks about is not said: that depends on the campaign, and is checked there.
 * @param segments all that there are, this one among them as it is going to be
 */
export const checkSegment = (segmentId: string, segments: SegmentConditions): readonly CampaignProblem[] => {
  const own = resolveCondition(segments.get(segmentId), segments, PATH)
  const parsed = z.safeParse(z.strictObject({ condition: conditionSchema }), { condition: own.content })
  const inside = parsed.success
    ? conditionSiteProblems({
        path: PATH,
        condition: parsed.data.condition,
        signals: [],
        ofTrigger: false,
      })
    : shapeProblems(parsed.error.issues, { condition: own.content })
  return [...own.problems, ...inTermsOfDraft(inside, own)]
}

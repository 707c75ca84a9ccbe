import * as z from 'zod/mini'
import { skipReasonSchema } from '#shared/domain/launch/launch.ts'

const instant = z.iso.datetime({ precision: 3 })

/** How far the schedule of a campaign has been followed: one item for each campaign, which only the tick writes. */
export const followedScheduleSchema = z.object({
  campaignId: z.string(),
  /** The live version that the dates follow from. */
  version: z.int().check(z.minimum(1)),
  /** What the dates follow from, as text: a version that changes nothing of it changes no date. */
  dates: z.string(),
  /** No occurrence up to this instant is launched: the campaign was not live. */
  since: instant,
  /** The occurrence that comes next; none where it never does. */
  due: z.optional(instant),
  /** The last occurrence that was launched or skipped. */
  handled: z.optional(instant),
  /** The last one that was skipped, and why. */
  skipped: z.optional(z.object({ at: instant, because: skipReasonSchema })),
})
export type FollowedSchedule = Readonly<z.infer<typeof followedScheduleSchema>>

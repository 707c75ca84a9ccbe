import * as z from 'zod/mini'

/** A message of the queue of launches: work on one part. */
export const launchWorkSchema = z.object({
  launchId: z.string(),
  part: z.int().check(z.minimum(0)),
  /** How long it has waited for its campaign to go on, in seconds. */
  waited: z.optional(z.int().check(z.minimum(0))),
})
export type LaunchWork = z.infer<typeof launchWorkSchema>

/** SQS delays no message for longer, in seconds. */
export const LONGEST_DELAY = 900

const SHORTEST_WAIT = 5

/**
 * How long work waits that may not go on, in seconds: half as long as it has waited already. After a short pause it goes
 * on within seconds, and a long one costs no more than a hundred looks a day and part.
 */
export const waitBeforeLook = (waited: number): number =>
  Math.min(LONGEST_DELAY, Math.max(SHORTEST_WAIT, Math.round(waited / 2)))

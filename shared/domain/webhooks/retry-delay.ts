import { unitHash } from '#shared/domain/stable-hash.ts'

/** Seconds to wait after the first attempts; after that always the last one, so that nobody waits for hours longer. */
const DELAYS = [5, 30, 120, 300, 900] as const

/** By how much a delay is varied, so that what failed together does not come back together. */
const JITTER = 0.2

/** After how many attempts an event is set aside: about a day. The queue counts; a test compares its number. */
export const WEBHOOK_ATTEMPTS = 100

/**
 * How long an event waits before it is sent again, in whole seconds.
 * @param attempt how often it was tried, from 1
 * @param id of the event: the same attempt of the same event always waits as long
 */
export const retryDelay = (attempt: number, id: string): number => {
  const delay = DELAYS[Math.min(attempt, DELAYS.length) - 1] ?? DELAYS[0]
  const factor = 1 - JITTER + 2 * JITTER * unitHash(`${id} ${attempt}`)
  return Math.max(1, Math.round(delay * factor))
}

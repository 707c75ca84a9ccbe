import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { unitHash } from '#shared/domain/stable-hash.ts'

/** Beside the step of a message that was held because its purpose is stopped. */
export const STOPPED = 'stopped'

const MINUTE_MS = 60_000
const SHORTEST_WAIT_MS = 15 * MINUTE_MS
const LONGEST_WAIT_MS = 6 * 60 * MINUTE_MS

/** Of how long it has been stopped already: its history must not grow with every quarter of an hour of a long stop. */
const PART_OF_THE_PAST = 1 / 8

/** Of the wait: what was held together does not come back together. */
const SPREAD = 1 / 3

/**
 * When to ask again about a message whose purpose is stopped: in a quarter of an hour, later the longer it has been
 * stopped, up to six hours; and a spread, the same at every replay. In time to go out before it is no longer true, as
 * long as there is a minute left.
 * @returns undefined where there is none: it expires
 */
export const stoppedUntil = (
  { customerId, entry, history, validUntil }: MessageEntry,
  now: Date,
): Date | undefined => {
  const since = history.find(({ note }) => note === STOPPED)?.at
  const stoppedFor = since === undefined ? 0 : now.getTime() - Date.parse(since)
  const wait = Math.min(Math.max(SHORTEST_WAIT_MS, stoppedFor * PART_OF_THE_PAST), LONGEST_WAIT_MS)
  const spread = unitHash(`${customerId}:${entry}:${history.length}`) * wait * SPREAD
  const lastCall = Date.parse(validUntil) - MINUTE_MS
  const until = Math.min(now.getTime() + Math.floor(wait + spread), lastCall)
  return until > now.getTime() ? new Date(until) : undefined
}

import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { unitHash } from '#shared/domain/stable-hash.ts'

/** Beside the step of a message that was held because its purpose is stopped. */
export const STOPPED = 'stopped'

/** Beside the step of a message that was held because its campaign is paused. */
export const CAMPAIGN_PAUSED = 'campaign-paused'

/** Why people let a message wait; stands beside its step, and is the reason where it expires of it. */
export type StopNote = typeof STOPPED | typeof CAMPAIGN_PAUSED

const MINUTE_MS = 60_000
const QUARTER_MS = 15 * MINUTE_MS
const LONGEST_WAIT_MS = 6 * 60 * MINUTE_MS

/**
 * A pause is often a question of minutes and concerns one campaign; a stop concerns all of a purpose, whose messages
 * would keep release-due busy if they came back every other minute.
 */
const FIRST_WAIT_MS: Readonly<Record<StopNote, number>> = {
  [STOPPED]: QUARTER_MS,
  [CAMPAIGN_PAUSED]: 2 * MINUTE_MS,
}

/** Of how long it has been held already: its history must not grow with every quarter of an hour of a long stop. */
const PART_OF_THE_PAST = 1 / 8

/** Of the wait: what was held together does not come back together. */
const SPREAD = 1 / 3

/**
 * When to ask again about a message that people let wait: after the first wait; then after as long as it has been held,
 * up to a quarter of an hour; later after an eighth of that, up to six hours; and a spread, the same at every replay. In
 * time to go out before it is no longer true, as long as there is a minute left.
 * @returns undefined where there is none: it expires
 */
export const askAgainAt = (
  { customerId, entry, history, validUntil }: MessageEntry,
  why: StopNote,
  now: Date,
): Date | undefined => {
  const since = history.find(({ note }) => note === why)?.at
  const heldFor = since === undefined ? 0 : now.getTime() - Date.parse(since)
  const ofThePast = Math.max(Math.min(heldFor, QUARTER_MS), heldFor * PART_OF_THE_PAST)
  const wait = Math.min(Math.max(FIRST_WAIT_MS[why], ofThePast), LONGEST_WAIT_MS)
  const spread = unitHash(`${customerId}:${entry}:${history.length}`) * wait * SPREAD
  const lastCall = Date.parse(validUntil) - MINUTE_MS
  const until = Math.min(now.getTime() + Math.floor(wait + spread), lastCall)
  return until > now.getTime() ? new Date(until) : undefined
}

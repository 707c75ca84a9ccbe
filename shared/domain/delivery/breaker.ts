/** Failures in a row after which a channel rests. Fewer would let a few unlucky calls stop it, more would hammer on. */
export const FAILURES_TO_OPEN = 5

const FIRST_REST = 30_000
const LONGEST_REST = 300_000

/** Nobody opens a circuit for so long, in milliseconds: such a time was written by a clock that was wrong. */
export const ABSURD_REST = 2 * LONGEST_REST

/**
 * How long a circuit stays open, in milliseconds: 30 s, doubled with each probe that failed, to 5 minutes.
 * @param opens how often it was opened since it was last closed
 */
export const restFor = (opens: number): number =>
  Math.min(LONGEST_REST, FIRST_REST * 2 ** Math.min(opens, 10))

/** An account that is paused is opened by a person, and hardly within a minute. */
const REST_OF_PAUSED = LONGEST_REST

/** How a circuit is opened: until when, and how often that makes since it was last closed. */
export interface Opening {
  readonly until: number
  readonly opens: number
}

/**
 * Whether a failed call opens the circuit. A paused account does at once, a failed probe again and for longer, any
 * other failure when it is the fifth in a row.
 * @param state as it is with this failure counted
 * @param isProbe whether the call was the one that tries
 */
export const openingAfter = (
  outcome: 'failed' | 'paused',
  state: { readonly failures?: number | undefined; readonly opens?: number | undefined },
  isProbe: boolean,
  now: number,
): Opening | undefined => {
  const before = isProbe ? (state.opens ?? 1) : 0
  const opens = before + 1
  if (outcome === 'paused') return { until: now + REST_OF_PAUSED, opens }
  const opened = isProbe || (state.failures ?? 0) >= FAILURES_TO_OPEN
  return opened ? { until: now + restFor(before), opens } : undefined
}

/** Whether a time until which the circuit is open has passed, or never was meant. */
export const passedBy = (openUntil: number, now: number): boolean =>
  openUntil <= now || openUntil > now + ABSURD_REST

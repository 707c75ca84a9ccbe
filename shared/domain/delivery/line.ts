import { passedBy } from '#shared/domain/delivery/breaker.ts'
import type { Purpose } from '#shared/domain/vocabulary.ts'

/**
 * A channel's line as it is stored: one for all workers. Times are epoch milliseconds of the wall clock.
 * @see docs/adr/0014-pace.md
 */
export interface LineState {
  /** When the next slot is free. */
  readonly next?: number | undefined
  /** Failures in a row. */
  readonly failures?: number | undefined
  /** The circuit is open until then, and half-open after; without it, it is closed. */
  readonly openUntil?: number | undefined
  /** How often it was opened since it was last closed. */
  readonly opens?: number | undefined
}

export interface LineRequest {
  readonly purpose: Purpose
  /** How many slots would be of use. */
  readonly count: number
  /** What the channel's account allows. */
  readonly perSecond: number
  readonly now: number
  /** A slot that begins later is of no use: the worker must end. */
  readonly latest: number
}

/** What one conditional write on the line has to do. */
export type LineWrite =
  /** The line is empty: it begins anew. `next` becomes `to`, if it is before `idle` or after `absurd`. */
  | { readonly kind: 'start'; readonly to: number; readonly idle: number; readonly absurd: number }
  /** Behind what is reserved: `next` grows by `by`, if it lies between `idle` and `notAfter`. */
  | { readonly kind: 'append'; readonly by: number; readonly idle: number; readonly notAfter: number }
  /** Half-open: one call may try. `openUntil` becomes `lease`, if it has passed. */
  | { readonly kind: 'probe'; readonly lease: number; readonly to: number; readonly now: number }

/** A write, or why there is none to do. */
export type LinePlan =
  | LineWrite
  /** The line is too long for this purpose; asking again before `until` is of no use. */
  | { readonly kind: 'busy'; readonly until: number }
  /** The circuit is open until then. */
  | { readonly kind: 'open'; readonly until: number }

/**
 * How far a slot may lie in the past, in milliseconds: what workers let pass between two reservations is made up for.
 * It bounds the burst after idleness: a quarter of a second's worth.
 */
export const TOLERANCE = 250

/**
 * How far ahead each purpose may reserve, in milliseconds. Under load marketing finds the line longer than that as soon
 * as service messages wait, and gets what they leave; a service message waits behind a second of marketing at most.
 */
export const AHEAD: Readonly<Record<Purpose, number>> = { service: 5_000, marketing: 500 }

/** Nobody reserves so far ahead, in milliseconds: such a line was written by a clock that was wrong. */
const ABSURD = 60_000

const LEASE = 30_000

/** The time between two slots, in milliseconds, to the microsecond, so that sums of it stay short. */
export const slotInterval = (perSecond: number): number => Math.round(1_000_000 / perSecond) / 1_000

/** How many slots one reservation takes: what is of use, a second's worth at most, one at least. */
export const slotCount = (wanted: number, perSecond: number): number =>
  Math.max(1, Math.min(wanted, Math.floor(perSecond)))

/**
 * Plans a reservation by what is known of the line: the generic cell rate algorithm (ITU-T I.371), with the tolerance
 * above. What is known may be old; the write is conditional on it, and `next` only grows, so that a line which looked
 * too long is no shorter.
 */
export const planReservation = (state: LineState, request: LineRequest): LinePlan => {
  const { purpose, count, perSecond, now, latest } = request
  const interval = slotInterval(perSecond)
  if (state.openUntil !== undefined) {
    if (!passedBy(state.openUntil, now)) return { kind: 'open', until: state.openUntil }
    return { kind: 'probe', lease: now + LEASE, to: now + interval, now }
  }
  const by = slotCount(count, perSecond) * interval
  const idle = now - TOLERANCE
  const absurd = now + ABSURD
  const { next } = state
  if (next === undefined || next < idle || next > absurd)
    return { kind: 'start', to: idle + by, idle, absurd }
  if (next > latest) return { kind: 'busy', until: next }
  const ahead = now + AHEAD[purpose]
  if (next > ahead) return { kind: 'busy', until: next - AHEAD[purpose] }
  return { kind: 'append', by, idle, notAfter: Math.min(ahead, latest) }
}

/** When the slots of a reservation begin, by `next` as it left it. */
export const slotsBefore = (next: number, wanted: number, perSecond: number): number[] => {
  const interval = slotInterval(perSecond)
  const count = slotCount(wanted, perSecond)
  return Array.from({ length: count }, (_, slot) => next - (count - slot) * interval)
}

/**
 * How long a throttled channel rests, in milliseconds: as long as ten messages take, a second at most. What throttles
 * counts by the second, so the rest of it is lost anyway.
 */
export const restAfterThrottling = (perSecond: number): number =>
  Math.min(1_000, 10 * slotInterval(perSecond))

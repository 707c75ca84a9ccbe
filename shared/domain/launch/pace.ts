/**
 * The line of a launch: one item for all its workers. A page takes its place in it with as many slots as it has
 * customers, and is decided when the last of them has come. So at no time are more customers decided about than the rate
 * allows since the line began (the generic cell rate algorithm, ITU-T I.371, as in shared/domain/delivery/line.ts).
 * Times are epoch milliseconds of the wall clock.
 */
export interface PaceState {
  /** When the last slot that is taken ends. */
  readonly next?: number | undefined
}

/** What one conditional write on the line does. */
export type PaceWrite =
  /** The line is empty, or absurd: it begins anew. */
  | { readonly kind: 'start'; readonly to: number; readonly idle: number; readonly absurd: number }
  /** `next` grows by `by`, if it lies between `idle` and `absurd`. */
  | { readonly kind: 'append'; readonly by: number; readonly idle: number; readonly absurd: number }

/** What workers let pass between two pages is made up for, so far back, in milliseconds. */
const TOLERANCE = 1_000

/** A page that would have to wait for longer gives way, in milliseconds: its worker has better to do. */
export const LONGEST_WAIT = 3_000

/** Nobody's line is so long, in milliseconds: a clock that was wrong has written it. */
const ABSURD = 600_000

/** @param state what is known of the line; the write is conditional on it */
export const planPace = (
  { next }: PaceState,
  { count, perSecond, now }: { readonly count: number; readonly perSecond: number; readonly now: number },
): PaceWrite => {
  const by = Math.round((count * 1_000_000) / perSecond) / 1_000
  const idle = now - TOLERANCE
  const absurd = now + ABSURD
  if (next === undefined || next < idle || next > absurd) return { kind: 'start', to: now + by, idle, absurd }
  return { kind: 'append', by, idle, absurd }
}

/** How long a page that asks now would wait before those behind which it stands are through, in milliseconds. */
export const waitInLine = ({ next }: PaceState, now: number): number =>
  next === undefined || next > now + ABSURD ? 0 : Math.max(0, next - now)

/** Items of a page: enough to share the cost of its writes and reads, few enough to end it soon. */
const LARGEST_PAGE = 300

/** Items that a page reads: at a set rate no more than one second's worth. @param perSecond none: as fast as it goes */
export const pageSize = (perSecond: number | undefined): number =>
  Math.max(1, Math.min(LARGEST_PAGE, perSecond ?? LARGEST_PAGE))

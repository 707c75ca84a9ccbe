import {
  largestClass,
  type Movement,
  sizeClass,
  smallestOfClass,
} from '#shared/domain/profile/month-elements.ts'
import { type MonthElements, monthOf, monthsBefore } from '#shared/domain/profile/months.ts'
import type { Settings } from '#shared/domain/settings.ts'

/** Makes the MAD of normally distributed values an estimate of their standard deviation. */
const MAD_TO_SIGMA = 1.4826

/** How many such deviations above the median stand out (Davies & Gather 1993 discuss the choice). */
const DEVIATIONS = 3

/** In size classes: at least the double, however alike a customer's months are. */
const LEAST_DISTANCE = 2

/** A movement to be judged. */
export interface Moved {
  readonly movement: Movement
  /** Minor units, > 0. */
  readonly amount: number
  readonly currency: string
  /** When, ISO 8601. */
  readonly at: string
}

/** How a movement was judged; `by` says which rule did. */
export type Verdict =
  | { readonly significant: boolean; readonly by: 'setting' }
  | {
      readonly significant: boolean
      readonly by: 'baseline'
      /** How many active months it was compared with. */
      readonly months: number
      /** From what amount on the median of their largest ones was, minor units; 0 where that was too small to keep. */
      readonly usualLargest: number
    }

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const upper = sorted[Math.floor(middle)] ?? 0
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? 0) + upper) / 2 : upper
}

/**
 * How far above the usual an observation must be to stand out: `max(2, 3 · 1.4826 · MAD)` (Hampel 1974).
 * @returns the median of the values, and that distance, in their unit
 */
export const robustSpread = (values: readonly number[]): { usual: number; distance: number } => {
  const usual = median(values)
  const mad = median(values.map((value) => Math.abs(value - usual)))
  return { usual, distance: Math.max(LEAST_DISTANCE, DEVIATIONS * MAD_TO_SIGMA * mad) }
}

/**
 * Whether a withdrawal or deposit is significant for its customer (docs/adr/0008-baseline.md). The largest movement of
 * each of the six months before is one observation (block maxima: Gumbel 1958; Coles 2001), as a size class; the
 * movement must reach the floor, and its own class stand out above their median. With too few active months, or for a
 * currency without floor or setting, the absolute setting decides, as it does where the bank sets no baseline.
 * @param months asked only where the amount reaches the floor, which hardly any does
 */
export const judgeMovement = (
  moved: Moved,
  { baseline, largeWithdrawal, largeDeposit }: Settings,
  months: () => MonthElements,
): Verdict => {
  const { movement, amount, currency } = moved
  const { [currency]: limit } = movement === 'withdrawal' ? largeWithdrawal : largeDeposit
  const bySetting: Verdict = { significant: limit !== undefined && amount >= limit, by: 'setting' }
  if (!baseline) return bySetting
  const { [currency]: floor } = movement === 'withdrawal' ? baseline.withdrawalFloor : baseline.depositFloor
  const size = sizeClass(amount, limit)
  if (floor === undefined || limit === undefined || size === undefined) return bySetting
  // Below both it is not significant, whoever decides.
  if (amount < floor && amount < limit) return bySetting
  const largest = monthsBefore(months(), monthOf(moved.at)).map((elements) =>
    largestClass(elements, movement),
  )
  if (largest.length < baseline.minimumMonths) return bySetting
  const { usual, distance } = robustSpread(largest)
  return {
    significant: amount >= floor && size - usual >= distance,
    by: 'baseline',
    months: largest.length,
    usualLargest: usual < 0 ? 0 : smallestOfClass(usual, limit),
  }
}

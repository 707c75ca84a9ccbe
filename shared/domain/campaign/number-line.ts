/**
 * All numbers, cut into classes that no comparison with one of the bounds can tell apart: each bound is a class of its
 * own, so is each stretch between two neighbours, and so is NaN.
 */
export interface NumberLine {
  /** Ascending, each once, finite. */
  readonly bounds: Float64Array
  /** A row per class, 2 × bounds + 1 of them: the stretch below the first bound, the bound, the next stretch, ... */
  readonly rows: Int32Array
  readonly nan: number
  /** The first whole number of `direct`. */
  readonly from: number
  /** Rows of whole numbers from just below the first bound to just above the last; empty where that is far. */
  readonly direct: Int32Array
}

/** Ages, hours and days fit, and most amounts do not: 4 bytes a number. */
const DIRECT_AT_MOST = 512

/** A number of each class, in the order of `NumberLine.rows`. No number lies between two neighbouring doubles. */
const examples = (bounds: readonly number[]): number[] => {
  const last = bounds.at(-1)
  if (last === undefined) return [0]
  const between = bounds.flatMap((bound, position) => {
    const before = bounds[position - 1]
    return [before === undefined ? Number.NEGATIVE_INFINITY : before / 2 + bound / 2, bound]
  })
  return [...between, Number.POSITIVE_INFINITY]
}

const search = ({ bounds, rows }: Pick<NumberLine, 'bounds' | 'rows'>, value: number): number => {
  let low = 0
  let high = bounds.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((bounds[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return rows[2 * low + (bounds[low] === value ? 1 : 0)] ?? 0
}

/**
 * @param given the finite numbers that values are compared with, in any order, with duplicates
 * @param rowOf the row of all values that compare like this one
 */
export const numberLine = (given: Iterable<number>, rowOf: (example: number) => number): NumberLine => {
  const bounds = [...new Set(given)].sort((left, right) => left - right)
  const cut = { bounds: Float64Array.from(bounds), rows: Int32Array.from(examples(bounds), rowOf) }
  const from = Math.floor(bounds[0] ?? 0) - 1
  const length = Math.ceil(bounds.at(-1) ?? 0) + 2 - from
  const wholes = length <= DIRECT_AT_MOST ? Array.from({ length }, (_, step) => from + step) : []
  const direct = Int32Array.from(wholes, (whole) => search(cut, whole))
  return { ...cut, nan: rowOf(Number.NaN), from, direct }
}

/** @returns the row of the value's class */
export const locate = (line: NumberLine, value: number): number => {
  const { direct } = line
  if (direct.length > 0 && (value | 0) === value) {
    const step = value - line.from
    return direct[step < 0 ? 0 : step < direct.length ? step : direct.length - 1] ?? 0
  }
  return Number.isNaN(value) ? line.nan : search(line, value)
}

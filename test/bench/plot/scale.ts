/** Where a value stands, in pixels. */
export type Scale = (value: number) => number

/** @param domain both ends above zero @param range pixels of those ends */
export const logScale = (
  [low, high]: readonly [number, number],
  [start, end]: readonly [number, number],
): Scale => {
  const width = Math.log(high / low)
  if (width === 0) return () => (start + end) / 2
  return (value) => start + ((end - start) * Math.log(value / low)) / width
}

/** @param domain different ends @param range pixels of those ends */
export const linearScale =
  ([low, high]: readonly [number, number], [start, end]: readonly [number, number]): Scale =>
  (value) =>
    start + ((end - start) * (value - low)) / (high - low)

/** Steps that a person counts in. */
const ROUND_STEPS = [1, 2, 2.5, 5, 10]

/**
 * Round numbers from zero to the first one that is not below the highest value.
 * @param intervals at most so many of them
 */
export const linearTicks = (highest: number, intervals: number): readonly number[] => {
  const least = (highest > 0 ? highest : 1) / intervals
  const power = 10 ** Math.floor(Math.log10(least))
  // A hair of room: 0.3 / 3 is a little more than 0.1.
  const step = (ROUND_STEPS.find((each) => each * power >= least * (1 - 1e-9)) ?? 10) * power
  const count = Math.ceil((highest > 0 ? highest : 1) / step - 1e-9)
  return Array.from({ length: count + 1 }, (_, tick) => Number((tick * step).toPrecision(12)))
}

/**
 * Moves what would overlap apart, as little as it takes, in its order.
 * @param gap that must be between neighbours
 * @returns the places, in the order of what was given
 */
export const spreadApart = (
  wanted: readonly number[],
  gap: number,
  [low, high]: readonly [number, number],
): readonly number[] => {
  const order = wanted.map((_, index) => index).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0))
  const places: number[] = []
  let before = low - gap
  for (const index of order) {
    before = Math.max(wanted[index] ?? 0, before + gap)
    places[index] = before
  }
  let after = high + gap
  for (const index of order.toReversed()) {
    after = Math.min(places[index] ?? 0, after - gap)
    places[index] = after
  }
  return places
}

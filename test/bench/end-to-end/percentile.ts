/**
 * The nearest rank: the least value that at least such a part of all values is not above.
 * @param part 0 to 1 @returns NaN of no values
 */
export const percentile = (values: readonly number[], part: number): number => {
  const sorted = [...values].sort((left, right) => left - right)
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN
}

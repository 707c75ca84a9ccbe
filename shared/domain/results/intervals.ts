/** The two-sided 95 % quantile of the normal distribution. */
const Z = 1.959963984540054

/** How often something happened of how often it could have: whole numbers, 0 ≤ successes ≤ trials, trials > 0. */
export interface Proportion {
  readonly successes: number
  readonly trials: number
}

export interface Interval {
  readonly low: number
  readonly high: number
}

const rateOf = ({ successes, trials }: Proportion): number => successes / trials

/**
 * Wilson's score interval of a proportion, 95 %: right also for small numbers and for rates near 0, where the usual
 * interval around the mean is not.
 * E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), 209–212.
 */
export const wilsonInterval = (proportion: Proportion): Interval => {
  const { trials } = proportion
  const rate = rateOf(proportion)
  const middle = rate + Z ** 2 / (2 * trials)
  const half = Z * Math.sqrt((rate * (1 - rate)) / trials + Z ** 2 / (4 * trials ** 2))
  const scale = 1 + Z ** 2 / trials
  return { low: Math.max(0, (middle - half) / scale), high: Math.min(1, (middle + half) / scale) }
}

/**
 * The difference of two independent proportions, first minus second, with its 95 % interval out of their Wilson intervals:
 * R. G. Newcombe, "Interval estimation for the difference between independent proportions: comparison of eleven methods",
 * Statistics in Medicine 17 (1998), 873–890, method 10.
 */
export const newcombeDifference = (
  first: Proportion,
  second: Proportion,
): Interval & { readonly difference: number } => {
  const [rate1, rate2] = [rateOf(first), rateOf(second)]
  const [wilson1, wilson2] = [wilsonInterval(first), wilsonInterval(second)]
  const difference = rate1 - rate2
  return {
    difference,
    low: difference - Math.hypot(rate1 - wilson1.low, wilson2.high - rate2),
    high: difference + Math.hypot(wilson1.high - rate1, rate2 - wilson2.low),
  }
}

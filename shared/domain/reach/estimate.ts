import { type Interval, wilsonInterval } from '#shared/domain/results/intervals.ts'

/** What was counted in one part of the table: a cluster of the sample. */
export interface Cluster {
  readonly customers: number
  /** Customers by what was counted of them. */
  readonly counts: Readonly<Record<string, number>>
}

/** Parts that were counted whole, of so many of about the same size that the table was cut into. */
export interface Sample {
  readonly clusters: readonly Cluster[]
  readonly of: number
}

/** A number with its 95 % interval. */
export interface Estimated extends Interval {
  readonly estimate: number
}

/** How many customers, and what share of all of them, 0 to 1. */
export interface Estimate {
  readonly share: Estimated
  readonly customers: Estimated
}

/** The two-sided 95 % quantile of the normal distribution. */
const Z = 1.959963984540054

/** With fewer clusters their spread is itself hardly known. */
const FEWEST_FOR_SPREAD = 10

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** The finite population correction: nothing is uncertain where every part was counted. */
const uncounted = ({ clusters, of }: Sample): number => 1 - clusters.length / of

const exactly = (estimate: number): Estimated => ({ estimate, low: estimate, high: estimate })

/**
 * How many customers there are: the mean of a part, times the parts. Parts cut a space of hashes evenly, so that their
 * sizes vary at least as those of a Poisson distribution do; what few parts show of less is chance.
 * @param sample with at least one cluster
 */
export const populationOf = (sample: Sample): Estimated => {
  const sizes = sample.clusters.map(({ customers }) => customers)
  const mean = sum(sizes) / sizes.length
  const spread = sum(sizes.map((size) => (size - mean) ** 2)) / Math.max(1, sizes.length - 1)
  const variance = (Math.max(spread, mean) * uncounted(sample)) / sizes.length
  const estimate = mean * sample.of
  const half = Z * Math.sqrt(variance) * sample.of
  return { estimate, low: Math.max(sum(sizes), estimate - half), high: estimate + half }
}

/**
 * By how much the share varies more between clusters than it would between as many customers one by one: the design
 * effect of a cluster sample with a ratio estimator (W. G. Cochran, "Sampling Techniques", 3rd ed. 1977, 9A.2 and 10.6),
 * at least 1.
 */
const designEffect = (
  { clusters }: Sample,
  hits: readonly number[],
  share: number,
  customers: number,
): number => {
  const count = clusters.length
  if (count < FEWEST_FOR_SPREAD || share <= 0 || share >= 1) return 1
  const mean = customers / count
  const residuals = clusters.map((cluster, index) => (hits[index] ?? 0) - share * cluster.customers)
  const between = sum(residuals.map((residual) => residual ** 2)) / (count * (count - 1) * mean ** 2)
  return Math.max(1, between / ((share * (1 - share)) / customers))
}

/** Wilson's interval, of as many customers as the sample is worth. */
const shareOf = (sample: Sample, hits: readonly number[], customers: number): Estimated => {
  const share = customers === 0 ? 0 : sum(hits) / customers
  const left = uncounted(sample)
  if (left <= 0) return exactly(share)
  if (customers === 0) return { estimate: 0, low: 0, high: 1 }
  const worth = customers / (designEffect(sample, hits, share, customers) * left)
  return { estimate: share, ...wilsonInterval({ successes: share * worth, trials: worth }) }
}

/**
 * The interval of a product of two independent estimates out of theirs: the method of variance estimates recovery
 * (G. Y. Zou and A. Donner, Statistics in Medicine 27 (2008), 1693–1702), to first order.
 * @param atLeast what was counted itself
 */
const product = (share: Estimated, population: Estimated, atLeast: number): Estimated => {
  const estimate = share.estimate * population.estimate
  const below = Math.hypot(
    population.estimate * (share.estimate - share.low),
    share.estimate * (population.estimate - population.low),
  )
  const above = Math.hypot(
    population.estimate * (share.high - share.estimate),
    share.estimate * (population.high - population.estimate),
  )
  return {
    estimate,
    low: Math.max(atLeast, estimate - below),
    high: Math.min(population.high, estimate + above),
  }
}

/**
 * What a sample of whole parts says about all customers.
 * @param sample with at least one cluster
 * @param name what was counted
 */
export const estimateOf = (sample: Sample, name: string): Estimate => {
  const hits = sample.clusters.map(({ counts }) => counts[name] ?? 0)
  const share = shareOf(sample, hits, sum(sample.clusters.map(({ customers }) => customers)))
  return { share, customers: product(share, populationOf(sample), sum(hits)) }
}

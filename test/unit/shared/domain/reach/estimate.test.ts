import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '#infra/local/seeded-random.ts'
import { type Cluster, estimateOf, populationOf } from '#shared/domain/reach/estimate.ts'

type Random = () => number

/** Binomial, by counting. */
const hitsOf = (random: Random, size: number, share: number): number => {
  let hits = 0
  for (let one = 0; one < size; one++) if (random() < share) hits++
  return hits
}

interface Population {
  readonly parts: number
  readonly size: number
  /** The share in each part. */
  readonly share: (random: Random) => number
}

/** Customers who fall into parts by a hash: sizes vary as chance has it. */
const populate = (random: Random, { parts, size, share }: Population): Cluster[] => {
  const sizes = new Array<number>(parts).fill(0)
  for (let customer = 0; customer < parts * size; customer++) {
    const part = Math.floor(random() * parts)
    sizes[part] = (sizes[part] ?? 0) + 1
  }
  return sizes.map((customers) => ({ customers, counts: { won: hitsOf(random, customers, share(random)) } }))
}

const drawn = (random: Random, all: readonly Cluster[], count: number): Cluster[] => {
  const left = [...all]
  return Array.from({ length: count }, () => left.splice(Math.floor(random() * left.length), 1)).flat()
}

const total = (clusters: readonly Cluster[], of: (cluster: Cluster) => number): number =>
  clusters.reduce((sum, cluster) => sum + of(cluster), 0)

const won = ({ counts }: Cluster): number => counts.won ?? 0
const customers = (cluster: Cluster): number => cluster.customers

/** How often the truth lies within the interval, over many samples. */
const coverage = (population: Population, sampled: number) => {
  const RUNS = 600
  const inside = { share: 0, customers: 0, population: 0 }
  for (let seed = 1; seed <= RUNS; seed++) {
    const random = seededRandom(seed)
    const all = populate(random, population)
    const sample = { clusters: drawn(random, all, sampled), of: all.length }
    const { share, customers: number } = estimateOf(sample, 'won')
    const size = populationOf(sample)
    const truth = total(all, won)
    const everybody = total(all, customers)
    if (share.low <= truth / everybody && truth / everybody <= share.high) inside.share++
    if (number.low <= truth && truth <= number.high) inside.customers++
    if (size.low <= everybody && everybody <= size.high) inside.population++
  }
  return Object.fromEntries(Object.entries(inside).map(([name, count]) => [name, count / RUNS]))
}

describe('the interval holds the truth about 95 times in a hundred', () => {
  it.each([
    ['an even share', { parts: 100, size: 40, share: () => 0.5 }, 20],
    ['a small share', { parts: 100, size: 40, share: () => 0.03 }, 20],
    ['a large part of all', { parts: 40, size: 40, share: () => 0.2 }, 30],
    ['few large parts', { parts: 60, size: 200, share: () => 0.3 }, 5],
    [
      'parts that differ',
      { parts: 100, size: 40, share: (random: Random) => (random() < 0.5 ? 0.1 : 0.5) },
      40,
    ],
  ])('%s', (_, population, sampled) => {
    for (const [name, share] of Object.entries(coverage(population, sampled))) {
      expect([name, share >= 0.92]).toEqual([name, true])
      // An interval that always holds it says nothing: the number of customers has two sources, and may be wider.
      if (name === 'share') expect(share).toBeLessThan(0.995)
    }
  })
})

const clusterArbitrary = fc
  .tuple(fc.integer({ min: 0, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([size, share]): Cluster => ({ customers: size, counts: { won: Math.floor(size * share) } }))
const sampleArbitrary = fc
  .tuple(fc.array(clusterArbitrary, { minLength: 1, maxLength: 30 }), fc.integer({ min: 0, max: 1000 }))
  .map(([clusters, more]) => ({ clusters, of: clusters.length + more }))

describe('whatever the sample', () => {
  it('the estimate lies within its interval, and the interval within what is possible', () => {
    fc.assert(
      fc.property(sampleArbitrary, (sample) => {
        const { share, customers: number } = estimateOf(sample, 'won')
        const size = populationOf(sample)
        const seen = total(sample.clusters, won)
        const inOrder = [
          [0, share.low, share.estimate, share.high, 1],
          [seen, number.low, number.estimate, number.high, size.high],
        ]
        for (const line of inOrder)
          for (const [index, value] of line.entries())
            expect(value).toBeGreaterThanOrEqual((line[index - 1] ?? value) - 1e-9 * (1 + value))
      }),
    )
  })

  it('of all parts nothing is uncertain', () => {
    fc.assert(
      fc.property(fc.array(clusterArbitrary, { minLength: 1 }), (clusters) => {
        const { customers: number, share } = estimateOf({ clusters, of: clusters.length }, 'won')
        expect(share.low).toBe(share.high)
        for (const value of Object.values(number)) expect(value).toBeCloseTo(total(clusters, won), 6)
      }),
    )
  })

  it('more of the same makes the interval of the share no wider', () => {
    fc.assert(
      fc.property(clusterArbitrary, fc.integer({ min: 1, max: 9 }), (cluster, times) => {
        const width = (count: number) => {
          const { share } = estimateOf({ clusters: Array(count).fill(cluster), of: 100 }, 'won')
          return share.high - share.low
        }
        expect(width(times * 2)).toBeLessThanOrEqual(width(times) + 1e-12)
      }),
    )
  })
})

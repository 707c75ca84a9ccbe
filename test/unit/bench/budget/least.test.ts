import { expect, it } from 'vitest'
import type { Bound } from '#test/bench/budget/budget.ts'
import { leastCounts } from '#test/bench/budget/least.ts'

const bounds: readonly Bound[] = [
  { count: 'writes', bound: 100, decision: 'a record' },
  { count: 'reads', bound: 5, decision: 'a record' },
]

/** Short runs that count these one after the other. */
const counting = (...runs: readonly (readonly [writes: number, reads: number])[]) => {
  let made = 0
  const run = async () => {
    const [writes, reads] = runs[made++] ?? [Number.NaN, Number.NaN]
    return [
      { name: 'writes', value: writes },
      { name: 'reads', value: reads },
    ]
  }
  return { run, made: () => made }
}

it.each([
  { says: 'once, where nothing is worse', runs: [[100, 5]], least: [100, 5] },
  {
    says: 'again, where two functions met',
    runs: [
      [101, 5],
      [100, 5],
    ],
    least: [100, 5],
  },
  {
    says: 'each by itself',
    runs: [
      [101, 5],
      [100, 6],
    ],
    least: [100, 5],
  },
  {
    says: 'three times and no more, where it costs more',
    runs: [
      [103, 5],
      [101, 5],
      [102, 5],
    ],
    least: [101, 5],
  },
  { says: 'once, where it got better, which is another complaint', runs: [[99, 5]], least: [99, 5] },
] as const)('counts $says', async ({ runs, least }) => {
  const { run, made } = counting(...runs)
  const counts = await leastCounts(run, bounds)
  expect(counts.map(({ value }) => value)).toEqual(least)
  expect(made()).toBe(runs.length)
})

import { describe, expect, it } from 'vitest'
import { benches } from '#test/bench/bench.ts'
import { type Budget, readBudget } from '#test/bench/budget/budget.ts'
import { countAll, recordsOfProject } from '#test/bench/budget/command.ts'
import { type Counted, problems } from '#test/bench/budget/compare.ts'
import type { Bench, BenchOptions } from '#test/bench/harness/bench.ts'
import { DEFAULT_SEED } from '#test/bench/harness/options.ts'

/** As if exactly that had been counted which is allowed: what remains is about decisions. */
const asBounded = (budget: Budget): Counted =>
  Object.fromEntries(
    Object.entries(budget).map(([bench, bounds]) => [
      bench,
      bounds.map(({ count, bound }) => ({ name: count, value: bound })),
    ]),
  )

describe('the budget of this project', () => {
  const budget = readBudget()

  it('is about benches that there are', () => {
    expect(Object.keys(benches)).toEqual(expect.arrayContaining(Object.keys(budget)))
  })

  it('is decided, bound by bound, in a record that says why', () => {
    expect(problems(budget, asBounded(budget), recordsOfProject)).toEqual([])
  })

  it('has two bounds for nothing', () => {
    const names = Object.values(budget).flatMap((bounds) => bounds.map(({ count }) => count))
    expect(new Set(names).size).toBe(names.length)
  })
})

describe('what is counted', () => {
  const decision = 'docs/adr/0029-what-an-event-may-cost.md'
  const asked: BenchOptions[] = []
  const bench = (value: number): Bench => ({
    title: 'One',
    packages: [],
    run: async (options) => {
      asked.push(options)
      return { notes: [], timings: [], goals: [], counts: [{ name: 'units', value }] }
    },
  })

  it('is the short run of each bench that has bounds, always with the same seed', async () => {
    const bounds = [{ count: 'units', bound: 1, decision }]
    const counted = await countAll({ cost: bounds, gone: bounds }, { cost: bench(1), other: bench(2) }, {})
    expect(counted).toEqual({ cost: [{ name: 'units', value: 1 }] })
    expect(asked).toMatchObject([{ short: true, seed: DEFAULT_SEED }])
  })
})

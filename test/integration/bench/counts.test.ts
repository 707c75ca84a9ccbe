import { expect, inject, it } from 'vitest'
import { benches } from '#test/bench/bench.ts'
import { readBudget } from '#test/bench/budget/budget.ts'
import { countAll, recordsOfProject } from '#test/bench/budget/command.ts'
import { problems } from '#test/bench/budget/compare.ts'

/** A few seconds; on a busy machine a minute. */
const LIMIT_MS = 180_000

it(
  'costs no more units, requests and bytes than was decided (docs/adr/0029)',
  async () => {
    const budget = readBudget()
    const counted = await countAll(budget, benches, { assembly: async () => inject('assembly') })
    expect(problems(budget, counted, recordsOfProject)).toEqual([])
  },
  LIMIT_MS,
)

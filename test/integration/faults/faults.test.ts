import { describe, expect, inject, it } from 'vitest'
import { type Result, runScenario } from '#test/faults/run.ts'
import { scenarios } from '#test/faults/scenarios/scenarios.ts'
import { createWarehouse } from '#test/faults/stage.ts'
import { temporaryDirectory } from '#test/support/local-cloud/temporary-directory.ts'

/** A short form of `npm run test:faults`. */
const options = { messages: 400, kills: 8, seed: 20_261_122, rate: 150 }

const unmet = ({ expectations, verdict, figures }: Result) =>
  expectations.flatMap(({ says, holds }) => (holds ? [] : [{ says, verdict, figures }]))

describe('whatever fails, nothing is lost and nothing is sent twice without a reason', () => {
  const wanted = scenarios.filter(({ onDemand }) => !onDemand)
  it(`in each of ${wanted.length} scenarios of ${options.messages} messages, seed ${options.seed}`, async () => {
    const warehouse = createWarehouse(temporaryDirectory(), inject('assembly'), options)
    // The first one fills the queues that the others copy. Side by side, because much of it is waiting.
    const [first, ...others] = wanted
    if (!first) throw new Error('there is no scenario')
    const run = async (scenario: (typeof wanted)[number]) =>
      [scenario.name, unmet(await runScenario(scenario, options, warehouse, () => {}))] as const
    const results = [await run(first), ...(await Promise.all(others.map(run)))]
    expect(Object.fromEntries(results)).toEqual(Object.fromEntries(wanted.map(({ name }) => [name, []])))
  }, 300_000)
})

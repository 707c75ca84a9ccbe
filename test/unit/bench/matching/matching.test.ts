import { describe, expect, it } from 'vitest'
import type { Condition } from '#shared/domain/campaign/condition.ts'
import { fieldNames } from '#shared/domain/campaign/fields.ts'
import { agree } from '#test/bench/matching/agreement.ts'
import { sourceOf } from '#test/bench/matching/closures.ts'
import type { MatchingEngine } from '#test/bench/matching/engine.ts'
import { flatFacts } from '#test/bench/matching/flat-facts.ts'
import { ruleOf } from '#test/bench/matching/json-logic.ts'
import { rootOf } from '#test/bench/matching/json-rules.ts'
import { matching } from '#test/bench/matching/matching.ts'
import { matchingWorkload } from '#test/bench/matching/workload.ts'

const engine = (name: string, found: readonly (readonly number[])[]): MatchingEngine => ({
  name,
  run: () => 0,
  matches: (signal) => found[signal] ?? [],
})

describe('agreement', () => {
  const first = engine('first', [[1, 2], [], [3]])

  it('tells how many signals match anything', async () => {
    expect(await agree([first, engine('second', [[1, 2], [], [3]])], 3)).toBe(2)
  })

  it.each([
    ['a match too few', [[1], [], [3]], 'Signal 0'],
    ['a match too many', [[1, 2], [0], [3]], 'Signal 1'],
    ['another match', [[1, 2], [], [4]], 'Signal 2'],
  ])('is broken by %s', async (_, found, where) => {
    await expect(agree([first, engine('second', found)], 3)).rejects.toThrow(where)
  })
})

describe('the same condition in the language of each engine', () => {
  const where: Condition = { field: 'signal.amount', op: 'gte', value: { CZK: 500, EUR: 20 } }
  const young: Condition = { field: 'customer.age', op: 'lte', value: 26 }
  const gold: Condition = { field: 'customer.products', op: 'contains', value: 'gold' }
  const condition: Condition = { all: [where, young, { not: gold }] }

  it('as JavaScript', () => {
    expect(sourceOf(condition)).toBe(
      '(f.signalAmountCurrency === "CZK" ? f.signalAmount >= 500 : f.signalAmountCurrency === "EUR" ? f.signalAmount >= 20 : false) && f.customerAge <= 26 && !(f.customerProducts.includes("gold"))',
    )
  })

  it('as JSON Logic, guarded only where nothing may be known', () => {
    const comparison = { '<=': [{ val: 'customerAge' }, 26] }
    expect(ruleOf(young, new Set())).toEqual(comparison)
    expect(ruleOf(young, new Set(['customer.age']))).toEqual({
      and: [{ '!==': [{ val: 'customerAge' }, null] }, comparison],
    })
  })

  it('as a rule of json-rules-engine, in turn where priorities are asked for', () => {
    expect(rootOf({ all: [young, { not: gold }] }, { prioritised: true })).toEqual({
      all: [
        { fact: 'customerAge', operator: 'lessThanInclusive', value: 26, priority: 2 },
        { not: { fact: 'customerProducts', operator: 'contains', value: 'gold' }, priority: 1 },
      ],
    })
  })
})

describe('flat facts', () => {
  it('have the same properties whatever is known', () => {
    const nothing = flatFacts('Birthday', [])
    const { flat } = matchingWorkload(3, { campaigns: 5, signals: 20 })
    for (const facts of flat) expect(Object.keys(facts)).toEqual(Object.keys(nothing))
  })

  it('are money in two properties, and empty lists where nothing is known', () => {
    const facts = fieldNames.map((name) =>
      name === 'signal.amount' ? { minorUnits: 5, currency: 'CZK' } : undefined,
    )
    expect(flatFacts('LargeDeposit', facts)).toMatchObject({
      type: 'LargeDeposit',
      signalAmount: 5,
      signalAmountCurrency: 'CZK',
      customerProducts: [],
      customerAge: undefined,
    })
  })
})

describe('a short run', () => {
  it('finds all engines agreeing, and measures nothing', async () => {
    const { notes, timings, goals } = await matching.run({ short: true, seed: 3 })
    expect(notes.length).toBeGreaterThan(0)
    expect(timings).toEqual([])
    expect(goals).toEqual([])
  })
})

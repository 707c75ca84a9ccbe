import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newcombeDifference, wilsonInterval } from '#shared/domain/results/intervals.ts'

const of = (successes: number, trials: number) => ({ successes, trials })

describe('the interval of a proportion', () => {
  /** Newcombe, "Two-sided confidence intervals for the single proportion", Statist. Med. 17 (1998), table I, method 3. */
  it.each([
    [of(81, 263), 0.2553, 0.3662],
    [of(15, 148), 0.0624, 0.1605],
    [of(0, 20), 0, 0.1611],
    [of(1, 29), 0.0061, 0.1718],
  ])('of %j is as published', (proportion, low, high) => {
    const interval = wilsonInterval(proportion)
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  })
})

describe('the interval of a difference', () => {
  /** Newcombe, "Interval estimation for the difference", Statist. Med. 17 (1998), table II, method 10. */
  it.each([
    [of(56, 70), of(48, 80), 0.0524, 0.3339],
    [of(9, 10), of(3, 10), 0.1705, 0.809],
    [of(6, 7), of(2, 7), 0.0582, 0.8062],
    [of(5, 56), of(0, 29), -0.0381, 0.1926],
    [of(0, 10), of(0, 20), -0.1611, 0.2775],
    [of(10, 10), of(0, 20), 0.6791, 1],
  ])('of %j and %j is as published', (first, second, low, high) => {
    const interval = newcombeDifference(first, second)
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  })

  const proportions = fc
    .tuple(fc.nat(5_000), fc.nat(5_000))
    .map(([first, second]) => of(Math.min(first, second), Math.max(first, second, 1)))

  it('holds the difference, stays within what is possible, and turns over with the sides', () => {
    fc.assert(
      fc.property(proportions, proportions, (first, second) => {
        const { low, difference, high } = newcombeDifference(first, second)
        expect(low).toBeLessThanOrEqual(difference)
        expect(high).toBeGreaterThanOrEqual(difference)
        expect(low).toBeGreaterThanOrEqual(-1 - 1e-12)
        expect(high).toBeLessThanOrEqual(1 + 1e-12)
        const turned = newcombeDifference(second, first)
        expect(turned.low).toBeCloseTo(-high, 12)
        expect(turned.high).toBeCloseTo(-low, 12)
      }),
    )
  })
})

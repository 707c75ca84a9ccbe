import { describe, expect, it } from 'vitest'
import { lowerQuartile } from '#test/bench/cold-start/start-times.ts'

describe('the lower quartile of rounds', () => {
  it.each([
    ['of one round is that round', [7], 7],
    ['of five is the second best', [50, 10, 40, 20, 30], 20],
    ['does not care how slow the slow ones were', [50_000, 10, 40_000, 20, 30_000], 20],
  ])('%s', (_, rounds, expected) => {
    expect(lowerQuartile(rounds)).toBe(expected)
  })

  it('is no number where there were none', () => {
    expect(lowerQuartile([])).toBeNaN()
  })
})

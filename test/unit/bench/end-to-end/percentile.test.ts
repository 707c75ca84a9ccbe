import { expect, test } from 'vitest'
import { percentile } from '#test/bench/end-to-end/percentile.ts'

const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)

test.each([
  [hundred, 0.5, 50],
  [hundred, 0.95, 95],
  [hundred, 1, 100],
  [[10, 9, 100], 0.5, 10],
  [[10, 9, 100], 0.95, 100],
  [[7], 0, 7],
  [[7], 0.95, 7],
])('of %j, %d of which are not above', (values, part, expected) => {
  expect(percentile(values, part)).toBe(expected)
})

test('there is none of nothing, and the values stay in their order', () => {
  expect(percentile([], 0.5)).toBeNaN()
  const values = [3, 1, 2]
  percentile(values, 0.5)
  expect(values).toEqual([3, 1, 2])
})

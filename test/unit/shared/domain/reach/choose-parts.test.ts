import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseParts } from '#shared/domain/reach/choose-parts.ts'

test('each part comes once, in an order that the seed alone decides', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.integer(), (of, seed) => {
      const parts = [...chooseParts(of, seed)]
      expect([...parts].sort((left, right) => left - right)).toEqual(
        Array.from({ length: of }, (_, part) => part),
      )
      expect([...chooseParts(of, seed)]).toEqual(parts)
    }),
  )
})

test('every part is as likely to be among the first', () => {
  const first = new Array<number>(10).fill(0)
  for (let seed = 0; seed < 10_000; seed++) {
    const { value } = chooseParts(10, seed).next()
    first[value ?? 0] = (first[value ?? 0] ?? 0) + 1
  }
  // Chi-square with 9 degrees of freedom passes 33.7 once in ten thousand.
  const chiSquare = first.reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0)
  expect(chiSquare).toBeLessThan(33.7)
})

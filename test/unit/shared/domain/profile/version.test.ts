import fc from 'fast-check'
import { expect, it } from 'vitest'
import { factVersion } from '#shared/domain/profile/version.ts'

const instant = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString())
const sequence = fc.option(fc.nat({ max: Number.MAX_SAFE_INTEGER }), { nil: undefined })

it('orders by time, whatever else is said', () => {
  fc.assert(
    fc.property(
      instant,
      instant,
      sequence,
      sequence,
      fc.string(),
      fc.string(),
      (left, right, s1, s2, id1, id2) => {
        fc.pre(left < right)
        expect(factVersion(left, id1, s1) < factVersion(right, id2, s2)).toBe(true)
      },
    ),
  )
})

it('orders facts of one instant by their sequence', () => {
  fc.assert(
    fc.property(instant, fc.nat(), fc.nat(), fc.string(), fc.string(), (at, s1, s2, id1, id2) => {
      fc.pre(s1 < s2)
      expect(factVersion(at, id1, s1) < factVersion(at, id2, s2)).toBe(true)
      expect(factVersion(at, id2) < factVersion(at, id1, s1)).toBe(true)
    }),
  )
})

it('tells different events of one instant apart, and takes the same one for the same', () => {
  expect(factVersion('2026-01-01T12:00:00+01:00', 'E1')).not.toBe(
    factVersion('2026-01-01T12:00:00+01:00', 'E2'),
  )
  expect(factVersion('2026-01-01T12:00:00+01:00', 'E1')).toBe(factVersion('2026-01-01T11:00:00Z', 'E1'))
})

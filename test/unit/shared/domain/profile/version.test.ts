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

it('begins with its time and its sequence in base 36, as every version that stands in a table does', () => {
  const YEAR_1 = Date.parse('0001-01-01T00:00:00Z')
  fc.assert(
    fc.property(instant, sequence, fc.string(), (at, number, id) => {
      const time = (Date.parse(at) - YEAR_1).toString(36).padStart(10, '0')
      const rank = number === undefined ? '0' : `1${number.toString(36).padStart(11, '0')}`
      expect(factVersion(at, id, number).startsWith(`${time}${rank}`)).toBe(true)
    }),
  )
  expect(factVersion('2026-06-01T12:00:00+02:00', 'event-1', 318)).toBe('0mnmk7ghs010000000008uzjaGP1G2')
})

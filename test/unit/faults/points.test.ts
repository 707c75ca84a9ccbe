import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '#infra/local/seeded-random.ts'
import { rateOf } from '#test/faults/scenarios/drain.ts'
import { pointsOf } from '#test/faults/scenarios/worker-killed.ts'

describe('points to kill at', () => {
  it('are the same for the same seed, in order, and all reached before the last call', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 1_000 }),
        fc.nat(),
        (count, more, seed) => {
          const calls = count + more
          const points = pointsOf(count, calls, seededRandom(seed))
          expect(points).toEqual(pointsOf(count, calls, seededRandom(seed)))
          expect(points).toHaveLength(count)
          const at = points.map((point) => point.calls)
          expect(at).toEqual([...at].sort((a, b) => a - b))
          expect(Math.max(...at)).toBeLessThan(Math.max(calls, 2))
        },
      ),
    )
  })

  it('differ for another seed', () => {
    expect(pointsOf(10, 1_000, seededRandom(1))).not.toEqual(pointsOf(10, 1_000, seededRandom(2)))
  })
})

describe('the rate of a channel', () => {
  const call = (milliseconds: number, channel: 'email' | 'sms' = 'email') =>
    ({ at: new Date(milliseconds).toISOString(), channel, outcome: 'accepted' }) as const

  it('is calls a second, those of others, refused ones and both ends left out', () => {
    const steady = Array.from({ length: 201 }, (_, index) => call(index * 20))
    const calls = [...steady, call(90_000, 'sms'), { ...call(10), outcome: 'refused' } as const]
    expect(rateOf(calls, 'email')).toBeCloseTo(50)
  })

  it('is none without calls', () => {
    expect(rateOf([], 'email')).toBe(0)
  })
})

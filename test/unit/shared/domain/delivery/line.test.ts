import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  AHEAD,
  type LinePlan,
  type LineState,
  planReservation,
  restAfterThrottling,
  slotCount,
  slotInterval,
  slotsBefore,
  TOLERANCE,
} from '#shared/domain/delivery/line.ts'
import type { Purpose } from '#shared/domain/vocabulary.ts'

const NOW = 1_700_000_000_000

const plan = (state: LineState, changes: Partial<Parameters<typeof planReservation>[1]> = {}): LinePlan =>
  planReservation(state, {
    purpose: 'service',
    count: 10,
    perSecond: 10,
    now: NOW,
    latest: NOW + 11_000,
    ...changes,
  })

describe('a reservation', () => {
  it.each([
    ['an unknown line begins a quarter of a second ago', {}, { kind: 'start', to: NOW - 250 + 1_000 }],
    ['an idle one, too', { next: NOW - 251 }, { kind: 'start', to: NOW - 250 + 1_000 }],
    ['one a moment behind goes on', { next: NOW - 250 }, { kind: 'append', by: 1_000, idle: NOW - 250 }],
    ['one ahead grows', { next: NOW + 400 }, { kind: 'append', by: 1_000, notAfter: NOW + 5_000 }],
    ['one too long for now waits', { next: NOW + 5_001 }, { kind: 'busy', until: NOW + 1 }],
    ['one beyond the run is of no use', { next: NOW + 11_001 }, { kind: 'busy', until: NOW + 11_001 }],
    ['one of a clock gone wrong begins anew', { next: NOW + 60_001 }, { kind: 'start' }],
    ['an open circuit stays so', { next: NOW, openUntil: NOW + 1 }, { kind: 'open', until: NOW + 1 }],
    ['a circuit that has rested is probed', { openUntil: NOW }, { kind: 'probe', lease: NOW + 30_000 }],
    ['a rest of a clock gone wrong is over', { openUntil: NOW + 600_001 }, { kind: 'probe' }],
  ] as const)('%s', (_, state, expected) => {
    expect(plan(state)).toMatchObject(expected)
  })

  it('takes no slot after the run, though somebody else may have made the line longer meanwhile', () => {
    expect(plan({ next: NOW }, { latest: NOW + 1_000 })).toMatchObject({ notAfter: NOW + 1_000 })
    expect(plan({ next: NOW }, { purpose: 'marketing' })).toMatchObject({ notAfter: NOW + 500 })
  })

  it.each([
    ['marketing', NOW + 500, 'append'],
    ['marketing', NOW + 501, 'busy'],
    ['service', NOW + 501, 'append'],
  ] as const)('of %s finds a line until %i: %s', (purpose, next, kind) => {
    expect(plan({ next }, { purpose }).kind).toBe(kind)
  })

  it('of marketing waits until the line is short enough', () => {
    expect(plan({ next: NOW + 1_200 }, { purpose: 'marketing' })).toEqual({ kind: 'busy', until: NOW + 700 })
  })

  it.each([
    [3, 10, 3],
    [30, 10, 10],
    [30, 0.5, 1],
    [1, 14.9, 1],
    [30, 14.9, 14],
  ])('of %i at %d a second takes %i: a second’s worth at most, one at least', (wanted, perSecond, count) => {
    expect(slotCount(wanted, perSecond)).toBe(count)
    expect(slotsBefore(NOW, wanted, perSecond)).toHaveLength(count)
  })

  it('has its slots one interval apart, the last one before the next that is free', () => {
    expect(slotsBefore(NOW, 3, 10)).toEqual([NOW - 300, NOW - 200, NOW - 100])
  })
})

it.each([
  [14, 71.429],
  [1_000, 1],
  [0.1, 10_000],
])('%d a second are %d ms apart, to the microsecond', (perSecond, interval) => {
  expect(slotInterval(perSecond)).toBe(interval)
})

it.each([
  [14, 714.29],
  [1, 1_000],
  [500, 20],
])('a channel of %d a second rests %d ms when it is throttled', (perSecond, rest) => {
  expect(restAfterThrottling(perSecond)).toBeCloseTo(rest, 6)
})

describe('whoever asks, and however often', () => {
  interface Ask {
    readonly after: number
    readonly purpose: Purpose
    readonly count: number
  }
  const asks = fc.array(
    fc.record({
      after: fc.nat({ max: 3_000 }),
      purpose: fc.constantFrom<Purpose>('service', 'marketing'),
      count: fc.integer({ min: 1, max: 40 }),
    }),
    { minLength: 1, maxLength: 60 },
  )
  /** All slots that are given out, with when they were asked for. */
  const slotsOf = (all: readonly Ask[], perSecond: number) => {
    let now = NOW
    let state: LineState = {}
    const slots: { readonly at: number; readonly asked: number; readonly purpose: Purpose }[] = []
    for (const { after, purpose, count } of all) {
      now += after
      const planned = planReservation(state, { purpose, count, perSecond, now, latest: now + 11_000 })
      if (planned.kind !== 'start' && planned.kind !== 'append') continue
      const next = planned.kind === 'start' ? planned.to : (state.next ?? 0) + planned.by
      state = { next }
      for (const at of slotsBefore(next, count, perSecond)) slots.push({ at, asked: now, purpose })
    }
    return slots
  }
  const rates = fc.constantFrom(0.5, 1, 7, 14, 100, 333)

  it('gives no slot twice, and none closer than the interval', () => {
    fc.assert(
      fc.property(asks, rates, (all, perSecond) => {
        const times = slotsOf(all, perSecond).map(({ at }) => at)
        for (const [index, at] of times.entries())
          if (index > 0)
            expect(at - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(slotInterval(perSecond) - 0.01)
      }),
    )
  })

  it('gives none that lies further back than the tolerance, nor further ahead than its purpose may', () => {
    fc.assert(
      fc.property(asks, rates, (all, perSecond) => {
        const slack = 1_000 + slotInterval(perSecond)
        for (const { at, asked, purpose } of slotsOf(all, perSecond)) {
          expect(at).toBeGreaterThanOrEqual(asked - TOLERANCE - 0.01)
          expect(at).toBeLessThanOrEqual(asked + AHEAD[purpose] + slack)
        }
      }),
    )
  })
})

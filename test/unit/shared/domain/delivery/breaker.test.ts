import { describe, expect, it } from 'vitest'
import { openingAfter, passedBy, restFor } from '#shared/domain/delivery/breaker.ts'

const NOW = 1_700_000_000_000

describe('a circuit', () => {
  it.each([
    ['stays closed after four failures', 'failed', { failures: 4 }, false, undefined],
    ['opens after the fifth', 'failed', { failures: 5 }, false, { until: NOW + 30_000, opens: 1 }],
    [
      'opens where somebody died after counting it',
      'failed',
      { failures: 6 },
      false,
      { until: NOW + 30_000, opens: 1 },
    ],
    ['opens at once for a paused account', 'paused', {}, false, { until: NOW + 300_000, opens: 1 }],
    [
      'rests longer after a probe that failed',
      'failed',
      { opens: 1 },
      true,
      { until: NOW + 60_000, opens: 2 },
    ],
    ['rests longer each time', 'failed', { opens: 3, failures: 5 }, true, { until: NOW + 240_000, opens: 4 }],
    ['rests five minutes at most', 'failed', { opens: 40 }, true, { until: NOW + 300_000, opens: 41 }],
    [
      'rests as long for a probe whose account is paused',
      'paused',
      { opens: 1 },
      true,
      { until: NOW + 300_000, opens: 2 },
    ],
  ] as const)('%s', (_, outcome, state, isProbe, expected) => {
    expect(openingAfter(outcome, state, isProbe, NOW)).toEqual(expected)
  })

  it('rests 30 s first, then twice as long each time', () => {
    expect([0, 1, 2, 3, 4, 100].map(restFor)).toEqual([30_000, 60_000, 120_000, 240_000, 300_000, 300_000])
  })

  it.each([
    [NOW, true],
    [NOW + 1, false],
    [NOW + 600_000, false],
    [NOW + 600_001, true],
  ])('that is open until %i has rested: %s', (until, expected) => {
    expect(passedBy(until, NOW)).toBe(expected)
  })
})

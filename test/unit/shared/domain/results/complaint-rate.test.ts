import { describe, expect, it } from 'vitest'
import { complaintVerdict } from '#shared/domain/results/complaint-rate.ts'

describe('the complaint rate of a campaign', () => {
  it.each([
    [undefined, undefined, 'fine'],
    [0, 0, 'fine'],
    [0, 1, 'warn'],
    [999, 1, 'warn'],
    [1000, 1, 'fine'],
    [1001, 1, 'fine'],
    [2000, 2, 'fine'],
    [2000, 3, 'warn'],
    [999, 999, 'warn'],
    [1000, 2, 'warn'],
    [1000, 3, 'pause'],
    [1200, 3, 'pause'],
    [1201, 3, 'warn'],
    [4000, 9, 'warn'],
    [4000, 10, 'pause'],
    [4001, 10, 'warn'],
    [1_000_000, 1000, 'fine'],
    [1_000_000, 1001, 'warn'],
    [1_000_000, 2499, 'warn'],
    [1_000_000, 2500, 'pause'],
  ] as const)('of %s delivered with %s complaints is: %s', (delivered, complained, verdict) => {
    expect(complaintVerdict({ delivered, complained })).toBe(verdict)
  })
})

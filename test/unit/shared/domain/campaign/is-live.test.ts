import { expect, it } from 'vitest'
import { isLive } from '#shared/domain/campaign/is-live.ts'

const from = '2026-03-10T10:00:00+01:00'
const until = '2026-03-11T10:00:00+01:00'

it.each([
  [{ status: 'live' }, '2026-03-10T09:00:00Z', true],
  [{ status: 'paused' }, '2026-03-10T09:00:00Z', false],
  [{ status: 'ended' }, '2026-03-10T09:00:00Z', false],
  [{ status: 'live', validFrom: from }, '2026-03-10T08:59:59Z', false],
  [{ status: 'live', validFrom: from }, '2026-03-10T09:00:00Z', true],
  [{ status: 'live', validUntil: until }, '2026-03-11T08:59:59Z', true],
  [{ status: 'live', validUntil: until }, '2026-03-11T09:00:00Z', false],
] as const)('%j at %s: %s', (campaign, now, expected) => {
  expect(isLive(campaign, new Date(now))).toBe(expected)
})

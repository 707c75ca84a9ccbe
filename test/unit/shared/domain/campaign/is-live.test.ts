import { expect, it } from 'vitest'
import { isLive, whyNotLive } from '#shared/domain/campaign/is-live.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { aSignal, fateOf } from '#test/support/builders/subjects.ts'

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

it.each([
  [
    { status: 'paused', validFrom: from },
    { code: 'not-live', inputs: { status: 'paused' } },
  ],
  [
    { status: 'live', validFrom: from, validUntil: until },
    { code: 'not-valid', inputs: { validFrom: from } },
  ],
  [
    { status: 'live', validUntil: from },
    { code: 'not-valid', inputs: { validUntil: from } },
  ],
  [{ status: 'live' }, undefined],
] as const)('%j, with the value that says so: %j', (campaign, expected) => {
  const before = new Date('2026-03-10T08:59:59Z')
  const since = new Date('2026-03-10T09:00:00Z')
  expect(whyNotLive(campaign, 'validFrom' in campaign ? before : since)).toEqual(expected)
})

it('says the same as the gate of a decision', () => {
  for (const campaign of [
    { status: 'live' as const },
    { status: 'ended' as const },
    { status: 'live' as const, validFrom: from },
    { status: 'live' as const, validUntil: until },
  ])
    for (const now of [
      '2026-03-10T08:59:59Z',
      '2026-03-10T09:00:00Z',
      '2026-03-11T08:59:59Z',
      '2026-03-11T09:00:00Z',
    ]) {
      const fate = fateOf(aCampaign(campaign), { now, signal: aSignal({ at: '2026-03-10T09:00:00.000Z' }) })
      const live = isLive(campaign, new Date(now))
      expect([fate === 'not-live' || fate === 'not-valid', campaign, now]).toEqual([!live, campaign, now])
    }
})

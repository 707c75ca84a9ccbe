import { describe, expect, it } from 'vitest'
import { assetTierRaisedSignal, newCustomerSignal } from '#shared/domain/signals/profile-signals.ts'
import { profileChanged } from '#test/support/builders/bank-events.ts'

const changed = (customerSince: string | undefined, occurredAt: string) => {
  const { detail } = profileChanged('C1', {}, { eventId: 'E1', occurredAt })
  const { customerSince: _, ...data } = detail.data
  return { ...detail, data: { ...data, ...(customerSince ? { customerSince } : {}) } } as never
}

describe('a new customer', () => {
  it.each([
    ['on the first day', '2026-05-01', '2026-05-01T09:00:00+02:00', true],
    ['31 days later', '2026-05-01', '2026-06-01T23:00:00+02:00', true],
    ['32 days later', '2026-05-01', '2026-06-02T00:00:00+02:00', false],
    ['in a zone where it is tomorrow', '2026-05-01', '2026-04-30T23:00:00Z', true],
    ['that will be one', '2026-05-01', '2026-04-29T23:00:00Z', false],
    ['without a day', undefined, '2026-05-01T09:00:00Z', false],
  ])('%s', (_, since, occurredAt, expected) => {
    expect(newCustomerSignal(changed(since, occurredAt)) !== undefined).toBe(expected)
  })

  it('is the same whichever event says so, and true from that event on', () => {
    expect(newCustomerSignal(changed('2026-05-01', '2026-05-03T09:00:00+02:00'))).toEqual({
      type: 'NewCustomer',
      id: 'NewCustomer:2026-05-01',
      customerId: 'C1',
      at: '2026-05-01T00:00:00.000Z',
      dueAt: '2026-05-03T07:00:00.000Z',
      data: { on: '2026-05-01' },
    })
  })
})

describe('a raised asset tier', () => {
  const change = changed(undefined, '2026-05-03T00:30:00+02:00')
  it.each([
    ['a higher one', 'wealth', 'mass', true],
    ['two steps at once', 'private', 'mass', true],
    ['a lower one', 'mass', 'wealth', false],
    ['the first known', 'private', undefined, false],
    ['one that is not known any more', undefined, 'mass', false],
  ] as const)('%s', (_, tier, previousTier, expected) => {
    expect(assetTierRaisedSignal(change, { tier, previousTier, v: 'v' }) !== undefined).toBe(expected)
  })

  it('is one a tier and day, and says where from and where to', () => {
    expect(assetTierRaisedSignal(change, { tier: 'wealth', previousTier: 'mass', v: 'v' })).toEqual({
      type: 'AssetTierRaised',
      id: 'AssetTierRaised:wealth:2026-05-02',
      customerId: 'C1',
      at: '2026-05-02T00:00:00.000Z',
      dueAt: '2026-05-02T22:30:00.000Z',
      data: { tier: 'wealth', previousTier: 'mass' },
    })
  })
})

import { describe, expect, it } from 'vitest'
import { type CalendarDue, calendarSignal } from '#shared/domain/calendar/calendar-due.ts'
import { type CustomerProfile, unknownProfile } from '#shared/domain/profile/customer-profile.ts'
import { defaultSettings } from '#shared/domain/settings.ts'

const profile = (differs: Partial<CustomerProfile>): CustomerProfile => ({
  ...unknownProfile('C1'),
  ...differs,
})
const signalOf = (due: CalendarDue, of: CustomerProfile) => calendarSignal(due, of, defaultSettings)
const found = { customerId: 'C1', sweptAt: '2026-12-01T12:00:00.000Z' }

describe('a birthday that the sweep found', () => {
  const due: CalendarDue = { kind: 'birthday', on: '2027-02-28', ...found }
  it.each([
    ['its day', { birthDate: '1980-02-28' }, true],
    ['February 29 in a common year', { birthDate: '1980-02-29' }, true],
    ['another day since', { birthDate: '1980-02-27' }, false],
    ['no day any more', {}, false],
    ['a Chinese day, which falls elsewhere', { birthDate: '1980-02-28', birthCalendar: 'chinese' }, false],
  ] as const)('is a signal only for %s', (_, single, expected) => {
    expect(signalOf(due, profile({ single })) !== undefined).toBe(expected)
  })

  it('is one and the same all year, and true from the customer’s morning on', () => {
    const single = { birthDate: '1980-02-28', timeZone: 'America/Los_Angeles' }
    expect(signalOf(due, profile({ single }))).toMatchObject({
      id: 'Birthday:2027',
      at: '2027-02-28T00:00:00.000Z',
      dueAt: '2027-02-28T17:00:00.000Z',
    })
  })
})

describe('a card that the sweep found', () => {
  const due: CalendarDue = {
    kind: 'card-expiry',
    cardId: 'K1',
    expiresOn: '2026-12-31',
    daysLeft: 30,
    on: '2026-12-01',
    ...found,
  }
  const card = (differs: object) =>
    profile({ cards: new Map([['K1', { v: '', product: 'gold', expiresOn: '2026-12-31', ...differs }]]) })

  it('is a signal with its product', () => {
    expect(signalOf(due, card({}))).toMatchObject({
      id: 'CardExpiring:K1:2026-12-31:30',
      data: { product: 'gold', daysLeft: 30 },
    })
  })

  it.each([
    ['cancelled since', card({ cancelledOn: '2026-11-30' }), due],
    ['renewed since', card({ expiresOn: '2029-12-31' }), due],
    ['gone', profile({}), due],
    ['counted wrong', card({}), { ...due, daysLeft: 29 }],
  ])('is none when it is %s', (_, of, hint) => {
    expect(signalOf(hint, of)).toBeUndefined()
  })
})

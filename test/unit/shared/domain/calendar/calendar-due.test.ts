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
    ['a day that is kept elsewhere', { birthDate: '1980-02-28', birthCalendar: 'chinese' }, false],
  ] as const)('is a signal only for %s', (_, single, expected) => {
    expect(signalOf(due, profile({ single })) !== undefined).toBe(expected)
  })

  it('is one and the same all year, and true from the customer’s morning on', () => {
    const single = { birthDate: '1980-02-28', timeZone: 'America/Los_Angeles' }
    expect(signalOf(due, profile({ single }))).toMatchObject({
      id: 'Birthday:2027',
      at: '2027-02-28T00:00:00.000Z',
      dueAt: '2027-02-28T17:00:00.000Z',
      data: { on: '2027-02-28', calendar: 'gregorian' },
    })
  })
})

/** Mid-Autumn: 10 September 1984, 15 September 2027 (Hong Kong Observatory). */
describe('a birthday by the Chinese calendar that the sweep found', () => {
  const dueOn = (on: string): CalendarDue => ({ kind: 'birthday', on, ...found })
  const born = (birthDate: string) =>
    profile({ single: { birthDate, birthCalendar: 'chinese', timeZone: 'Asia/Shanghai' } })

  it('is a signal of its Chinese year, from the customer’s morning on', () => {
    expect(signalOf(dueOn('2027-09-15'), born('1984-09-10'))).toEqual({
      type: 'Birthday',
      id: 'Birthday:chinese:2027',
      customerId: 'C1',
      at: '2027-09-15T00:00:00.000Z',
      dueAt: '2027-09-15T01:00:00.000Z',
      data: { on: '2027-09-15', calendar: 'chinese' },
    })
  })

  it.each([
    ['the Gregorian day of birth', '2027-09-10', '1984-09-10', false],
    ['the day before', '2027-09-14', '1984-09-10', false],
    ['the ordinary month, born in the leap one', '2025-06-25', '1987-07-26', true],
    ['the leap month, born in it', '2025-07-25', '1987-07-26', false],
    ['the last day of a month of 29, born on a 30th', '2026-02-16', '2023-01-21', true],
  ])('on %s', (_, on, birthDate, expected) => {
    expect(signalOf(dueOn(on), born(birthDate)) !== undefined).toBe(expected)
  })

  it('is another one where a second falls into the same Gregorian year', () => {
    const ids = ['2026-01-08', '2026-12-28'].map((on) => signalOf(dueOn(on), born('2018-12-26'))?.id)
    expect(ids).toEqual(['Birthday:chinese:2025', 'Birthday:chinese:2026'])
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

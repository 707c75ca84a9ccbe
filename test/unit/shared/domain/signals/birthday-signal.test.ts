import { describe, expect, it } from 'vitest'
import { type BankEventNamed, parseBankEvent } from '#events/registry.ts'
import { calendarSignal } from '#shared/domain/calendar/calendar-due.ts'
import { unknownProfile } from '#shared/domain/profile/customer-profile.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { readyMadeSignal } from '#shared/domain/signals/detect.ts'
import { envelope } from '#test/support/builders/bank-events.ts'

/** What the bank's own calendar says. */
const reached = (data: Omit<BankEventNamed<'BirthdayReached'>['detail']['data'], 'customerId'>) => {
  const { detail } = envelope('BirthdayReached', { customerId: 'C1', ...data })
  const parsed = parseBankEvent('BirthdayReached', detail)
  if (!parsed.ok || parsed.event.detailType === 'BankEventBatch') throw new Error('not the event')
  return readyMadeSignal(parsed.event)
}

/** What the sweep finds of someone born at Mid-Autumn 1984, which is 15 September in 2027. */
const swept = (on: string, birthCalendar: 'gregorian' | 'chinese') =>
  calendarSignal(
    { kind: 'birthday', customerId: 'C1', on, sweptAt: '2027-09-15T12:00:00.000Z' },
    { ...unknownProfile('C1'), single: { birthDate: '1984-09-10', birthCalendar } },
    defaultSettings,
  )

describe('a birthday', () => {
  it.each([
    ['gregorian', '2027-09-10', 'Birthday:2027'],
    ['chinese', '2027-09-15', 'Birthday:chinese:2027'],
  ] as const)('by the %s calendar is the same from the bank as from the sweep', (calendar, on, id) => {
    const own = swept(on, calendar)
    expect(own).toMatchObject({ id, data: { on, calendar } })
    expect(reached({ on, calendar })).toEqual({ ...own, dueAt: expect.any(String) })
  })

  it('is Gregorian where the bank does not say by which calendar', () => {
    expect(reached({ on: '2027-09-10' })).toEqual(reached({ on: '2027-09-10', calendar: 'gregorian' }))
  })

  it('by the Chinese calendar early in a year belongs to the Chinese year before', () => {
    expect(reached({ on: '2026-01-08', calendar: 'chinese' })?.id).toBe('Birthday:chinese:2025')
  })
})

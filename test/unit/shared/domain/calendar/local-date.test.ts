import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  ageOn,
  birthdaysKeptOn,
  daysBetween,
  dueDate,
  localInstant,
  localTime,
} from '#shared/domain/calendar/local-date.ts'

describe('due date of the calendar, from nine in the morning of the customer', () => {
  it.each([
    ['2026-06-01T06:59:00Z', 'Europe/Prague', '2026-05-31'],
    ['2026-06-01T07:00:00Z', 'Europe/Prague', '2026-06-01'],
    ['2026-05-31T18:59:00Z', 'Pacific/Kiritimati', '2026-05-31'],
    ['2026-05-31T19:00:00Z', 'Pacific/Kiritimati', '2026-06-01'],
    ['2026-06-01T20:00:00Z', 'Pacific/Pago_Pago', '2026-06-01'],
    ['2026-06-01T03:29:00Z', 'Asia/Kolkata', '2026-05-31'],
    ['2026-06-01T03:30:00Z', 'Asia/Kolkata', '2026-06-01'],
  ])('%s in %s is %s', (instant, zone, expected) => {
    expect(dueDate(new Date(instant), zone, 9)).toBe(expected)
  })

  it('comes once on a day whose hour is skipped, and on one whose hour comes twice', () => {
    const hours = (from: string) =>
      Array.from({ length: 48 }, (_, hour) =>
        dueDate(new Date(Date.parse(from) + hour * 3_600_000), 'America/New_York', 2),
      )
    for (const days of [hours('2026-03-07T12:00:00Z'), hours('2026-10-31T12:00:00Z')]) {
      expect(new Set(days).size).toBe(3)
      expect([...days].sort()).toEqual(days)
    }
  })
})

describe('instant of a local hour', () => {
  it.each([
    ['2026-06-01', 9, 'Europe/Prague', '2026-06-01T07:00:00.000Z'],
    ['2026-12-01', 9, 'Asia/Kolkata', '2026-12-01T03:30:00.000Z'],
    ['2026-12-01', 9, 'Pacific/Auckland', '2026-11-30T20:00:00.000Z'],
    ['2026-12-01', 9, 'America/Los_Angeles', '2026-12-01T17:00:00.000Z'],
  ])('%s %i h in %s is %s', (date, hour, zone, expected) => {
    expect(localInstant(date, hour, zone).toISOString()).toBe(expected)
  })

  it('shows that hour on the clocks of its zone', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1993-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        fc.constantFrom(
          'Europe/Prague',
          'Asia/Kathmandu',
          'America/St_Johns',
          'Australia/Lord_Howe',
          'Asia/Shanghai',
        ),
        (day, zone) => {
          const date = day.toISOString().slice(0, 10)
          expect(localTime(localInstant(date, 9, zone), zone)).toEqual({ date, hour: 9, minute: 0 })
        },
      ),
    )
  })
})

describe('birthdays', () => {
  it.each([
    ['2027-02-28', ['02-28', '02-29']],
    ['2028-02-28', ['02-28']],
    ['2028-02-29', ['02-29']],
    ['2100-02-28', ['02-28', '02-29']],
    ['2026-07-01', ['07-01']],
  ])('on %s those of %j are kept', (date, days) => {
    expect(birthdaysKeptOn(date)).toEqual(days)
  })

  it.each([
    ['1961-06-02', '2026-06-01', 64],
    ['1961-06-01', '2026-06-01', 65],
    ['2000-02-29', '2027-02-27', 26],
    ['2000-02-29', '2027-02-28', 27],
    ['2000-02-29', '2028-02-28', 27],
  ])('somebody born on %s is on %s %i years old', (born, date, age) => {
    expect(ageOn(born, date)).toBe(age)
  })
})

it('counts days across months, years and leap days', () => {
  expect(addDays('2028-02-28', 2)).toBe('2028-03-01')
  expect(daysBetween('2026-12-31', '2027-03-01')).toBe(60)
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '#shared/domain/calendar/local-date.ts'
import { lunarBirthday, lunarBirthdaysKeptOn, lunarDate } from '#shared/domain/calendar/lunar-date.ts'
import { publishedMonths } from '#test/support/published-lunar-years.ts'

/** E.g. `2025-6-1`, and `2025-6L-1` in the leap month. */
const shown = (date: string): string => {
  const { relatedYear, month, leap, day } = lunarDate(date)
  return `${relatedYear}-${month}${leap ? 'L' : ''}-${day}`
}

/**
 * Holidays and leap months as they were and are kept: Hong Kong Observatory, Gregorian-Lunar Calendar Conversion
 * Tables, https://www.hko.gov.hk/en/gts/time/conversion.htm, and the public holidays of China and Hong Kong.
 */
describe('a published date of the Chinese calendar', () => {
  it.each([
    ['New Year', '1950-02-17', '1950-1-1'],
    ['New Year, its new moon before midnight', '1954-02-03', '1954-1-1'],
    ['New Year', '1967-02-09', '1967-1-1'],
    ['New Year', '1979-01-28', '1979-1-1'],
    ['New Year, the latest', '1985-02-20', '1985-1-1'],
    ['New Year', '2000-02-05', '2000-1-1'],
    ['New Year', '2020-01-25', '2020-1-1'],
    ['New Year', '2024-02-10', '2024-1-1'],
    ['New Year', '2025-01-29', '2025-1-1'],
    ['New Year', '2026-02-17', '2026-1-1'],
    ['New Year, four minutes before midnight', '2027-02-06', '2027-1-1'],
    ['New Year, minutes after midnight', '2030-02-03', '2030-1-1'],
    ['New Year', '2033-01-31', '2033-1-1'],
    ['New Year after a leap eleventh', '2034-02-19', '2034-1-1'],
    ["New Year's Eve on a 30th", '2024-02-09', '2023-12-30'],
    ["New Year's Eve on a 29th", '2025-01-28', '2024-12-29'],
    ["New Year's Eve on a 29th", '2026-02-16', '2025-12-29'],
    ["New Year's Eve on a 29th", '2027-02-05', '2026-12-29'],
    ["New Year's Eve on a 30th", '2030-02-02', '2029-12-30'],
    ['Dragon Boat, after a leap fourth', '2020-06-25', '2020-5-5'],
    ['Dragon Boat, after a leap second', '2023-06-22', '2023-5-5'],
    ['Dragon Boat', '2024-06-10', '2024-5-5'],
    ['Dragon Boat', '2025-05-31', '2025-5-5'],
    ['Dragon Boat, not that of the leap fifth', '2028-05-28', '2028-5-5'],
    ['Mid-Autumn', '1984-09-10', '1984-8-15'],
    ['Mid-Autumn', '2012-09-30', '2012-8-15'],
    ['Mid-Autumn', '2020-10-01', '2020-8-15'],
    ['Mid-Autumn', '2022-09-10', '2022-8-15'],
    ['Mid-Autumn', '2023-09-29', '2023-8-15'],
    ['Mid-Autumn', '2025-10-06', '2025-8-15'],
    ['Mid-Autumn', '2033-09-08', '2033-8-15'],
    ['Double Ninth', '2020-10-25', '2020-9-9'],
    ['Double Ninth', '2023-10-23', '2023-9-9'],
    ['Double Ninth', '2024-10-11', '2024-9-9'],
    ['Double Ninth', '2025-10-29', '2025-9-9'],
    ['the leap tenth', '1984-11-23', '1984-10L-1'],
    ['the leap sixth', '1987-07-26', '1987-6L-1'],
    ['the leap seventh', '2006-08-24', '2006-7L-1'],
    ['the leap sixth', '2017-07-23', '2017-6L-1'],
    ['the leap fourth', '2020-05-23', '2020-4L-1'],
    ['the leap second', '2023-03-22', '2023-2L-1'],
    ['the leap sixth', '2025-07-25', '2025-6L-1'],
    ['the leap fifth', '2028-06-23', '2028-5L-1'],
    ['the leap eleventh', '2033-12-22', '2033-11L-1'],
  ])('%s: %s is %s', (_, date, expected) => {
    expect(shown(date)).toBe(expected)
  })

  it('is the same as in the tables for every month of 1901 to 2088', () => {
    const months = publishedMonths()
    expect(months.at(-1)?.last).toBe('2089-02-09')
    const wrong = months.filter(({ first, last, relatedYear, month, leap, days }) => {
      const name = `${relatedYear}-${month}${leap ? 'L' : ''}`
      return shown(first) !== `${name}-1` || shown(last) !== `${name}-${days}`
    })
    expect(wrong).toEqual([])
  })

  it('is one for every date that an event can carry', () => {
    const anyDate = fc.integer({ min: 0, max: 401_767 }).map((days) => addDays('1900-01-01', days))
    fc.assert(
      fc.property(anyDate, (date) => {
        const { month, day } = lunarDate(date)
        const next = lunarDate(addDays(date, 1))
        expect(month >= 1 && month <= 12 && day >= 1 && day <= 30).toBe(true)
        expect(next.day === day + 1 || (next.day === 1 && day >= 29)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })
})

/** The Gregorian dates of 2024 to 2026 on which the birthday of someone born on a date is kept. */
const keptOn = (birthDate: string): string[] => {
  const dates = Array.from({ length: 3 * 365 + 1 }, (_, day) => addDays('2024-01-01', day))
  return dates.filter((date) => lunarBirthdaysKeptOn(date).includes(lunarBirthday(birthDate)))
}

/** The leap sixth of 2025 begins on 25 July; the sixth had begun on 25 June. */
describe('someone born', () => {
  it.each([
    ['at Mid-Autumn keeps it there', '1984-09-10', ['2024-09-17', '2025-10-06', '2026-09-25']],
    ['in a leap month keeps the ordinary one', '1987-07-26', ['2024-07-06', '2025-06-25', '2026-07-14']],
    ['in an ordinary month does so too', '1974-07-19', ['2024-07-06', '2025-06-25', '2026-07-14']],
    ['on a 30th keeps the last day', '2023-01-21', ['2024-02-09', '2025-01-28', '2026-02-16']],
    ['on a 29th keeps the 29th', '2022-01-31', ['2024-02-08', '2025-01-28', '2026-02-16']],
    [
      'on the 30th of a leap month keeps the last day',
      '1979-08-22',
      ['2024-08-03', '2025-07-24', '2026-08-12'],
    ],
    [
      'about New Year may keep two days of a year',
      '2018-12-26',
      ['2024-01-01', '2024-12-20', '2026-01-08', '2026-12-28'],
    ],
  ])('%s', (_, birthDate, expected) => {
    expect(keptOn(birthDate)).toEqual(expected)
  })

  it('on any day has exactly one birthday in every Chinese year', () => {
    const kept = new Map<number, string[]>()
    for (let date = '1930-01-30'; date <= '2091-02-17'; date = addDays(date, 1)) {
      const { relatedYear } = lunarDate(date)
      kept.set(relatedYear, [...(kept.get(relatedYear) ?? []), ...lunarBirthdaysKeptOn(date)])
    }
    expect([kept.size, Math.min(...kept.keys()), Math.max(...kept.keys())]).toEqual([161, 1930, 2090])
    // No date of birth has any other month and day than these 360.
    const birthdays = Array.from({ length: 360 }, (_, n) =>
      [Math.floor(n / 30) + 1, (n % 30) + 1].map((part) => String(part).padStart(2, '0')).join('-'),
    )
    for (const [year, days] of kept) expect([year, ...days.sort()]).toEqual([year, ...birthdays])
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 401_767 }), (days) => {
        expect(birthdays).toContain(lunarBirthday(addDays('1900-01-01', days)))
      }),
    )
  }, 30_000)
})

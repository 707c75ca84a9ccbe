import { zoneOffset } from '#shared/domain/calendar/zone-offset.ts'

export interface LocalTime {
  /** YYYY-MM-DD */
  readonly date: string
  /** 0 to 23 */
  readonly hour: number
  readonly minute: number
}

const isoDates = new Map<number, string>()

/** YYYY-MM-DD of a day counted from 1970-01-01; a bank's days are few. */
const isoDate = (day: number): string => {
  let date = isoDates.get(day)
  if (date === undefined) {
    if (isoDates.size > 20_000) isoDates.clear()
    date = new Date(day * DAY_MS).toISOString().slice(0, 10)
    isoDates.set(day, date)
  }
  return date
}

/**
 * What calendar and clock show in a zone at an instant.
 * @param timeZone IANA name
 * @throws RangeError for a zone that does not exist
 */
export const localTime = (instant: Date, timeZone: string): LocalTime => {
  const at = instant.getTime()
  const shown = at + zoneOffset(at, timeZone)
  const day = Math.floor(shown / DAY_MS)
  const minutes = Math.floor((shown - day * DAY_MS) / MINUTE_MS)
  return { date: isoDate(day), hour: Math.floor(minutes / 60), minute: minutes % 60 }
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/**
 * Days from 1970-01-01 to a date YYYY-MM-DD: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms",
 * days_from_civil. Every decision counts days; parsing a date takes ten times as long.
 */
const dayNumber = (date: string): number => {
  const month = Number(date.slice(5, 7))
  const year = Number(date.slice(0, 4)) - (month <= 2 ? 1 : 0)
  const era = Math.floor(year / 400)
  const yearOfEra = year - era * 400
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + Number(date.slice(8, 10)) - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** Whole days added to a calendar date (YYYY-MM-DD); no zone is involved. */
export const addDays = (date: string, days: number): string => isoDate(dayNumber(date) + days)

/** The weekday of a date, the same everywhere: 1 is Monday, 7 is Sunday. */
export const weekdayOf = (date: string): number => ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1

/** Whole days from one calendar date to another. */
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from)

/**
 * The last date whose calendar is due in a zone: today from the given local hour on, yesterday before it. Comparing
 * dates instead of computing the instant of that hour keeps days right on which the hour is skipped or repeated.
 */
export const dueDate = (instant: Date, timeZone: string, hour: number): string => {
  const local = localTime(instant, timeZone)
  return local.hour >= hour ? local.date : addDays(local.date, -1)
}

/**
 * The instant at which a zone's clocks show an hour of a date; where that hour is skipped, the one they show instead.
 * @param date YYYY-MM-DD @param timeZone IANA name
 */
export const localInstant = (date: string, hour: number, timeZone: string): Date => {
  const wanted = Date.parse(`${date}T00:00:00Z`) + hour * HOUR_MS
  let instant = wanted
  // The zone's offset depends on the instant that is looked for; one look corrects the other.
  for (let look = 0; look < 2; look++) {
    const shown = localTime(new Date(instant), timeZone)
    instant +=
      wanted - (Date.parse(`${shown.date}T00:00:00Z`) + shown.hour * HOUR_MS + shown.minute * MINUTE_MS)
  }
  return new Date(instant)
}

const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

/**
 * The days of birth (MM-DD) that are kept on a date: its own, and February 29 on February 28 of a common year.
 * @param date YYYY-MM-DD
 */
export const birthdaysKeptOn = (date: string): string[] => {
  const monthDay = date.slice(5)
  return monthDay === '02-28' && !isLeapYear(Number(date.slice(0, 4))) ? ['02-28', '02-29'] : [monthDay]
}

/** Full years of age on a date; someone born on February 29 turns a year older on February 28 of a common year. */
export const ageOn = (birthDate: string, date: string): number => {
  const years = Number(date.slice(0, 4)) - Number(birthDate.slice(0, 4))
  const born = birthDate.slice(5)
  const hadBirthday = born <= date.slice(5) || (born === '02-29' && birthdaysKeptOn(date).includes(born))
  return hadBirthday ? years : years - 1
}

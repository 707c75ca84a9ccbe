/** A formatter costs ~50 µs to make and a bank has few zones. */
const formatters = new Map<string, Intl.DateTimeFormat>()

const formatterOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formatters.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  formatters.set(timeZone, made)
  return made
}

export interface LocalTime {
  /** YYYY-MM-DD */
  readonly date: string
  /** 0 to 23 */
  readonly hour: number
  readonly minute: number
}

/**
 * What calendar and clock show in a zone at an instant.
 * @param timeZone IANA name
 * @throws RangeError for a zone that does not exist
 */
export const localTime = (instant: Date, timeZone: string): LocalTime => {
  const parts = Object.fromEntries(
    formatterOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  )
  const year = String(parts.year).padStart(4, '0')
  return {
    date: `${year}-${parts.month}-${parts.day}`,
    hour: Number(parts.hour),
    minute: Number(parts.minute),
  }
}

/** Whether this runtime knows the zone; cheap for one that it has met before. */
export const isTimeZone = (timeZone: string): boolean => {
  try {
    formatterOf(timeZone)
    return true
  } catch {
    return false
  }
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Whole days added to a calendar date (YYYY-MM-DD); no zone is involved. */
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

/** Whole days from one calendar date to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS)

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
  const hadBirthday =
    birthDate.slice(5) <= date.slice(5) || birthdaysKeptOn(date).includes(birthDate.slice(5))
  return hadBirthday ? years : years - 1
}

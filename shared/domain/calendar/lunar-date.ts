import { addDays, daysBetween } from '#shared/domain/calendar/local-date.ts'
import { publishedLunarMonths } from '#shared/domain/calendar/published-lunar-months.ts'

/** A day of the Chinese calendar. */
export interface LunarDate {
  /** The Gregorian year in which this Chinese year begins. */
  readonly relatedYear: number
  /** 1 to 12; a leap month has the number of the month before it. */
  readonly month: number
  readonly leap: boolean
  /** 1 to 30 */
  readonly day: number
}

/** A sweep asks for the same few dates again and again; 28 µs each, so that a bound keeps it small, not the clock. */
const REMEMBERED_DATES = 1_000
const remembered = new Map<string, LunarDate>()

let chineseFormat: Intl.DateTimeFormat | undefined

/** In UTC, because a calendar date has no zone; which day a month begins is China's, whoever asks. */
const formatter = (): Intl.DateTimeFormat => {
  if (chineseFormat) return chineseFormat
  const made = new Intl.DateTimeFormat('en-u-ca-chinese', {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  })
  const { calendar } = made.resolvedOptions()
  if (calendar !== 'chinese') throw new Error(`this runtime has no Chinese calendar, but ${calendar}`)
  chineseFormat = made
  return made
}

/** As ICU computes it, e.g. `6bis/1/2025`: the first day of the leap month after the sixth. */
const computed = (date: string): LunarDate => {
  const text = formatter().format(new Date(`${date}T00:00:00Z`))
  const [, month, bis, day, relatedYear] = /^(\d+)(bis)?\/(\d+)\/(\d+)$/.exec(text) ?? []
  if (relatedYear === undefined) throw new Error(`not a Chinese date: ${text}`)
  return { relatedYear: Number(relatedYear), month: Number(month), leap: bis !== undefined, day: Number(day) }
}

const publishedSpans = publishedLunarMonths.map(({ days, ...month }) => ({
  ...month,
  to: addDays(month.from, days - 1),
}))

const published = (date: string): LunarDate | undefined => {
  const span = publishedSpans.find(({ from, to }) => from <= date && date <= to)
  if (!span) return undefined
  const { from, to: _, ...month } = span
  return { ...month, day: daysBetween(from, date) + 1 }
}

/**
 * The day of the Chinese calendar that a Gregorian date is: by `Intl`, corrected by the published tables where ICU
 * takes a month to begin on another day.
 * @param date YYYY-MM-DD, from 1900 on
 * @throws Error in a runtime that was built without the Chinese calendar
 */
export const lunarDate = (date: string): LunarDate => {
  const known = remembered.get(date)
  if (known) return known
  const found = published(date) ?? computed(date)
  if (remembered.size >= REMEMBERED_DATES) remembered.clear()
  remembered.set(date, found)
  return found
}

const twoDigits = (number: number): string => String(number).padStart(2, '0')

/**
 * The Chinese month and day (MM-DD) under which the birthday of someone born on a Gregorian date is kept. A leap
 * month counts as the ordinary month of its number.
 * @param birthDate YYYY-MM-DD, Gregorian
 */
export const lunarBirthday = (birthDate: string): string => {
  const { month, day } = lunarDate(birthDate)
  return `${twoDigits(month)}-${twoDigits(day)}`
}

/**
 * The Chinese birthdays (MM-DD, as `lunarBirthday` gives them) that are kept on a Gregorian date. The policy
 * (docs/adr/0009-lunar-birthdays.md), by which everybody has exactly one birthday in every Chinese year:
 * - None is kept in a leap month. Who was born in one keeps the day in the ordinary month of that number, every year.
 * - Who was born on the 30th keeps the 29th, the last day, in a year whose month has 29 days.
 * @param date YYYY-MM-DD, Gregorian
 * @returns none, one or two
 */
export const lunarBirthdaysKeptOn = (date: string): string[] => {
  const { month, leap, day } = lunarDate(date)
  if (leap) return []
  const kept = [`${twoDigits(month)}-${twoDigits(day)}`]
  if (day === 29 && lunarDate(addDays(date, 1)).day === 1) kept.push(`${twoDigits(month)}-30`)
  return kept
}

import { addDays } from '#shared/domain/calendar/local-date.ts'
import { CARD_PAYMENT, PART_STARTS } from '#shared/domain/profile/month-elements.ts'
import { HISTORY_MONTHS, type MonthElements } from '#shared/domain/profile/months.ts'
import type { Settings } from '#shared/domain/settings.ts'

export type Activity = 'high' | 'medium' | 'low'

const WEEKS = 13
const DAYS = 7 * WEEKS

/** A month's parts by their element, with the day on which they begin. */
const PARTS = PART_STARTS.map((start, index) => [String(index + 1), start] as const)

/**
 * Weeks with a transaction among the last thirteen, today's included. An approximation: the profile keeps which parts of
 * a month had one (days 1–7, 8–14, 15–21, 22–28, 29–31), and a part counts as a week if it begins within the 91
 * days that end today. The last part of a month is shorter than a week but counts as one, so the count may be up to
 * three too high; it never passes thirteen.
 * @param today YYYY-MM-DD
 */
export const activeWeeks = (months: MonthElements, today: string): number => {
  const from = addDays(today, 1 - DAYS)
  const [firstMonth, lastMonth] = [from.slice(0, 7), today.slice(0, 7)]
  let weeks = 0
  for (const [month, elements] of months) {
    if (month < firstMonth || month > lastMonth) continue
    const firstDay = month === firstMonth ? Number(from.slice(8)) : 1
    const lastDay = month === lastMonth ? Number(today.slice(8)) : 31
    for (const [part, start] of PARTS)
      if (start >= firstDay && start <= lastDay && elements.has(part)) weeks++
  }
  return Math.min(weeks, WEEKS)
}

/** How active the customer is, by the bank's bounds; one of whom no transaction is known is `low`. */
export const activity = (
  months: MonthElements,
  today: string,
  { high, medium }: Settings['segments']['activeWeeks'],
): Activity => {
  const weeks = activeWeeks(months, today)
  if (weeks >= high) return 'high'
  return weeks >= medium ? 'medium' : 'low'
}

const monthNumber = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7))

/**
 * Calendar months since the last card payment: 0 if there was one in today's month, up to 6; 7 if there is none in any of
 * them, though the customer has had transactions.
 * @param today YYYY-MM-DD
 * @returns undefined where no transaction is kept at all
 */
export const monthsSinceCardPayment = (months: MonthElements, today: string): number | undefined => {
  if (months.size === 0) return undefined
  const now = monthNumber(today)
  let since = HISTORY_MONTHS + 1
  for (const [month, elements] of months) {
    const ago = now - monthNumber(month)
    if (ago >= 0 && ago < since && elements.has(CARD_PAYMENT)) since = ago
  }
  return since
}

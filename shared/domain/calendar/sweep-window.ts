import { addDays, dueDate } from '#shared/domain/calendar/local-date.ts'

/** The time between two sweeps: everything that became due after `from`, up to and including `to`. */
export interface SweepWindow {
  readonly from: Date
  readonly to: Date
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Zones span UTC-12 to UTC+14. */
const EARLIEST_ZONE_MS = 14 * HOUR_MS
const LATEST_ZONE_MS = 12 * HOUR_MS

/** A longer pause than this is caught up by the newest days only: the messages of older ones have expired. */
const LONGEST_CATCH_UP_DAYS = 14

const utcDate = (instant: number): string => new Date(instant).toISOString().slice(0, 10)

/** The local dates that may have become due somewhere within the window, oldest first. */
export const datesInWindow = ({ from, to }: SweepWindow, hour: number): string[] => {
  // Where the day comes last, everything up to this date was due before the window.
  const before = utcDate(from.getTime() - LATEST_ZONE_MS - hour * HOUR_MS)
  const last = utcDate(to.getTime() + EARLIEST_ZONE_MS - hour * HOUR_MS)
  const dates: string[] = []
  for (let date = addDays(before, 1); date <= last; date = addDays(date, 1)) dates.push(date)
  return dates
}

/**
 * Whether a local date became due in a zone within the window.
 * @param timeZone IANA name @param hour local hour from which a day's calendar is due
 */
export const becameDue = (date: string, timeZone: string, hour: number, { from, to }: SweepWindow): boolean =>
  date > dueDate(from, timeZone, hour) && date <= dueDate(to, timeZone, hour)

/**
 * The windows to sweep, each of at most a day, so that a long catch-up keeps what it has done.
 * @param cursor how far the calendar was swept; undefined at the very first sweep, which looks back one day
 */
export const windowsToSweep = (cursor: Date | undefined, now: Date): SweepWindow[] => {
  const oldest = now.getTime() - LONGEST_CATCH_UP_DAYS * DAY_MS
  const start = Math.max(cursor?.getTime() ?? now.getTime() - DAY_MS, oldest)
  const windows: SweepWindow[] = []
  for (let from = start; from < now.getTime(); from += DAY_MS)
    windows.push({ from: new Date(from), to: new Date(Math.min(from + DAY_MS, now.getTime())) })
  return windows
}

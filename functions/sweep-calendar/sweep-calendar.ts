import { CARD_LEAD_DAYS, type CalendarDue } from '#shared/domain/calendar/calendar-due.ts'
import { addDays, birthdaysKeptOn } from '#shared/domain/calendar/local-date.ts'
import { lunarBirthdaysKeptOn } from '#shared/domain/calendar/lunar-date.ts'
import {
  becameDue,
  datesInWindow,
  type SweepWindow,
  windowsToSweep,
} from '#shared/domain/calendar/sweep-window.ts'
import { isTimeZone } from '#shared/domain/calendar/zone-offset.ts'
import type { CalendarIndex, CalendarRow } from '#shared/ports/calendar-index.ts'
import type { CalendarQueue } from '#shared/ports/calendar-queue.ts'
import type { CampaignStore } from '#shared/ports/campaign-store.ts'
import type { SweepCursor } from '#shared/ports/sweep-cursor.ts'

export interface SweepDependencies {
  readonly index: CalendarIndex
  readonly cursor: SweepCursor
  readonly queue: CalendarQueue
  readonly campaigns: Pick<CampaignStore, 'settings'>
}

/** How many hints are sent together: the queue's adapter cuts them into requests. */
const SEND_TOGETHER = 100

/** A part of the calendar, and how its rows become hints. */
interface Source {
  readonly on: string
  readonly rows: AsyncIterable<CalendarRow>
  readonly hint: (row: CalendarRow) => CalendarDue | undefined
}

/** All parts of the calendar that hold what falls due on one local date, wherever the customer lives. */
const sourcesOf = (on: string, sweptAt: string, index: CalendarIndex): Source[] => [
  ...[
    ...birthdaysKeptOn(on).map((monthDay) => index.birthdays(monthDay)),
    ...lunarBirthdaysKeptOn(on).map((monthDay) => index.lunarBirthdays(monthDay)),
  ].map((rows) => ({
    on,
    rows,
    hint: ({ customerId }: CalendarRow): CalendarDue => ({ kind: 'birthday', customerId, on, sweptAt }),
  })),
  ...CARD_LEAD_DAYS.map((daysLeft) => {
    const expiresOn = addDays(on, daysLeft)
    return {
      on,
      rows: index.cardsExpiring(expiresOn),
      hint: ({ customerId, cardId }: CalendarRow): CalendarDue | undefined =>
        cardId === undefined
          ? undefined
          : { kind: 'card-expiry', customerId, cardId, expiresOn, daysLeft, on, sweptAt },
    }
  }),
]

/**
 * Puts every birthday and card expiry that became due since the last sweep on the queue, each in its customer's own
 * zone. The cursor moves only after all of a window is on the queue: a sweep that dies half-way is done again, and
 * what it sent twice is decided once, because the decision is keyed by the day.
 * @param now the schedule's time, not the clock's: a sweep that is retried later sweeps the same
 * @returns how many hints were sent
 */
export const sweepCalendar = async (
  now: Date,
  { index, cursor, queue, campaigns }: SweepDependencies,
): Promise<{ readonly sent: number }> => {
  const { timeZone: bankZone, calendarHour } = await campaigns.settings()
  let sent = 0

  const sweepWindow = async (window: SweepWindow): Promise<void> => {
    let waiting: CalendarDue[] = []
    const flush = async (): Promise<void> => {
      const ready = waiting
      waiting = []
      if (ready.length > 0) await queue.send(ready)
      sent += ready.length
    }
    const search = async ({ on, rows, hint }: Source): Promise<void> => {
      for await (const row of rows) {
        const zone = row.timeZone !== undefined && isTimeZone(row.timeZone) ? row.timeZone : bankZone
        const due = becameDue(on, zone, calendarHour, window) ? hint(row) : undefined
        if (!due) continue
        waiting.push(due)
        if (waiting.length >= SEND_TOGETHER) await flush()
      }
    }
    const sources = datesInWindow(window, calendarHour).flatMap((on) =>
      sourcesOf(on, now.toISOString(), index),
    )
    await Promise.all(sources.map(search))
    await flush()
    await cursor.advance(window.to)
  }

  for (const window of windowsToSweep(await cursor.read(), now)) await sweepWindow(window)
  return { sent }
}

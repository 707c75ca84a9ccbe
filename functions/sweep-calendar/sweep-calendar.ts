import { CARD_LEAD_DAYS, type CalendarDue } from '#shared/domain/calendar/calendar-due.ts'
import { addDays, birthdaysKeptOn, isTimeZone } from '#shared/domain/calendar/local-date.ts'
import {
  becameDue,
  datesInWindow,
  type SweepWindow,
  windowsToSweep,
} from '#shared/domain/calendar/sweep-window.ts'
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

type Day = { readonly on: string; readonly sweptAt: string }

/** All that falls due on one local date, wherever the customer lives. */
async function* rowsOf(
  { on, sweptAt }: Day,
  index: CalendarIndex,
): AsyncGenerator<{ readonly due: CalendarDue; readonly row: CalendarRow }> {
  for (const monthDay of birthdaysKeptOn(on))
    for await (const row of index.birthdays(monthDay))
      yield { row, due: { kind: 'birthday', customerId: row.customerId, on, sweptAt } }
  for (const daysLeft of CARD_LEAD_DAYS) {
    const expiresOn = addDays(on, daysLeft)
    for await (const row of index.cardsExpiring(expiresOn)) {
      const { customerId, cardId } = row
      if (cardId !== undefined)
        yield { row, due: { kind: 'card-expiry', customerId, cardId, expiresOn, daysLeft, on, sweptAt } }
    }
  }
}

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
      if (waiting.length > 0) await queue.send(waiting)
      sent += waiting.length
      waiting = []
    }
    for (const on of datesInWindow(window, calendarHour))
      for await (const { due, row } of rowsOf({ on, sweptAt: now.toISOString() }, index)) {
        const zone = row.timeZone !== undefined && isTimeZone(row.timeZone) ? row.timeZone : bankZone
        if (!becameDue(on, zone, calendarHour, window)) continue
        waiting.push(due)
        if (waiting.length >= SEND_TOGETHER) await flush()
      }
    await flush()
    await cursor.advance(window.to)
  }

  for (const window of windowsToSweep(await cursor.read(), now)) await sweepWindow(window)
  return { sent }
}

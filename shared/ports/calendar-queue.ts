import type { CalendarDue } from '#shared/domain/calendar/calendar-due.ts'

export interface CalendarQueue {
  /** @throws RetryableError when the queue did not take all of them: the sweep starts again from its cursor */
  send(dues: readonly CalendarDue[]): Promise<void>
}

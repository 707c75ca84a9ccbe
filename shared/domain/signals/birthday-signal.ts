import { lunarDate } from '#shared/domain/calendar/lunar-date.ts'
import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import { dayInstant, type Signal } from '#shared/domain/signals/signal.ts'

/** By which calendar a birthday is kept. */
export type BirthCalendar = NonNullable<CustomerProfile['single']['birthCalendar']>

/**
 * Birthday of one year: of the Gregorian one, or of the Chinese one, named by the Gregorian year in which it begins.
 * So two Chinese birthdays in one Gregorian year, in its first days and its last, are two, and none of them is taken
 * for the Gregorian birthday of a year (docs/adr/0009-lunar-birthdays.md).
 * @param on the local date it is kept on, YYYY-MM-DD, Gregorian
 * @param dueAt when it was due in the customer's zone, or the bank said so
 */
export const birthdaySignal = (
  customerId: string,
  on: string,
  calendar: BirthCalendar,
  dueAt: Date,
): Signal => ({
  type: 'Birthday',
  id: calendar === 'chinese' ? `Birthday:chinese:${lunarDate(on).relatedYear}` : `Birthday:${on.slice(0, 4)}`,
  customerId,
  at: dayInstant(on),
  dueAt: dueAt.toISOString(),
  data: { on, calendar },
})

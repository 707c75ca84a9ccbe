import * as z from 'zod/mini'
import { birthdaysKeptOn, daysBetween, localInstant } from '#shared/domain/calendar/local-date.ts'
import { lunarBirthday, lunarBirthdaysKeptOn } from '#shared/domain/calendar/lunar-date.ts'
import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { type BirthCalendar, birthdaySignal } from '#shared/domain/signals/birthday-signal.ts'
import { cardExpiringSignal } from '#shared/domain/signals/detect.ts'
import type { Signal } from '#shared/domain/signals/signal.ts'

/** Days before a card's expiry on which its holder is reminded. */
export const CARD_LEAD_DAYS = [30, 7, 1] as const

const found = {
  customerId: z.string(),
  /** Local date on which it is due, YYYY-MM-DD. */
  on: z.iso.date(),
  /** The sweep's time. */
  sweptAt: z.iso.datetime({ precision: 3 }),
}

/**
 * What the calendar sweep found: a hint. The profile is the truth, because an index is read a moment later than it
 * was written and the sweep may be late.
 */
export const calendarDueSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('birthday'), ...found }),
  z.object({
    kind: z.literal('card-expiry'),
    ...found,
    cardId: z.string(),
    expiresOn: z.iso.date(),
    daysLeft: z.int().check(z.minimum(0)),
  }),
])
export type CalendarDue = z.infer<typeof calendarDueSchema>

const isKeptOn = (on: string, birthDate: string, calendar: BirthCalendar): boolean =>
  calendar === 'chinese'
    ? lunarBirthdaysKeptOn(on).includes(lunarBirthday(birthDate))
    : birthdaysKeptOn(on).includes(birthDate.slice(5))

/** The signal, if the profile still says what the index said; undefined where it does not any more. */
export const calendarSignal = (
  due: CalendarDue,
  profile: CustomerProfile,
  { timeZone: bankZone, calendarHour }: Pick<Settings, 'timeZone' | 'calendarHour'>,
): Signal | undefined => {
  const dueAt = localInstant(due.on, calendarHour, profile.single.timeZone ?? bankZone)
  if (due.kind === 'birthday') {
    const { birthDate, birthCalendar = 'gregorian' } = profile.single
    if (birthDate === undefined || !isKeptOn(due.on, birthDate, birthCalendar)) return undefined
    return birthdaySignal(due.customerId, due.on, birthCalendar, dueAt)
  }
  const card = profile.cards.get(due.cardId)
  const holds = card !== undefined && card.cancelledOn === undefined && card.expiresOn === due.expiresOn
  if (!holds || daysBetween(due.on, due.expiresOn) !== due.daysLeft) return undefined
  return cardExpiringSignal(due.customerId, { ...due, product: card.product }, dueAt)
}

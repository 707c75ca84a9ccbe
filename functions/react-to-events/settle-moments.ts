import type { BatchContext } from '#functions/react-to-events/dependencies.ts'
import type { Moment } from '#functions/react-to-events/moments.ts'
import { type CalendarDue, calendarSignal } from '#shared/domain/calendar/calendar-due.ts'
import { decide } from '#shared/domain/decision/decide.ts'
import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import type { Delivery } from '#shared/ports/decision-recorder.ts'
import { settleDecision } from '#shared/use-cases/settle-decision.ts'

/** Decides on one signal, at the clock's time, and records it. */
const settle = async (
  { signal, eventId, time }: Moment,
  profile: CustomerProfile,
  context: BatchContext,
): Promise<readonly Delivery[]> => {
  const { settings, index, clock } = context
  const decision = decide({ signal, profile, settings, now: clock(time) }, index)
  return (await settleDecision(decision, eventId, context)).deliveries
}

/** The moments of a customer's calendar that the profile still bears out. */
const calendarMoments = (
  dues: readonly CalendarDue[],
  profile: CustomerProfile,
  { settings }: BatchContext,
): Moment[] =>
  dues.flatMap((due) => {
    const signal = calendarSignal(due, profile, settings)
    return signal ? [{ signal, time: new Date(due.sweptAt) }] : []
  })

/**
 * Decides on what events brought and the calendar found, one after the other, by the profile with all of it in it.
 * @returns the messages that must be on their queues now
 */
export const settleMoments = async (
  moments: readonly Moment[],
  dues: readonly CalendarDue[],
  profile: CustomerProfile,
  context: BatchContext,
): Promise<readonly Delivery[]> => {
  const deliveries: Delivery[] = []
  for (const moment of [...moments, ...calendarMoments(dues, profile, context)])
    deliveries.push(...(await settle(moment, profile, context)))
  return deliveries
}

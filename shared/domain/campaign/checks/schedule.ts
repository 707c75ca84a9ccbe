import { Cron } from 'croner'
import { type Check, errorAt } from '#shared/domain/campaign/checks/problem.ts'

/** Any moment does: whether a schedule ever comes does not depend on it, since its patterns repeat. */
const SOME_MOMENT = new Date('2026-01-01T00:00:00Z')

const cronFault = (cron: string): string | undefined => {
  if (cron.trim().split(/\s+/).length !== 5)
    return 'a schedule has five fields: minute, hour, day of month, month, weekday; for example "0 9 * * 1"'
  try {
    return new Cron(cron, { paused: true, timezone: 'UTC' }).nextRun(SOME_MOMENT)
      ? undefined
      : 'there is no such day: the schedule never comes'
  } catch (error) {
    return `${(error as Error).message.replace(/^CronPattern: /, '')}; for example "0 9 * * 1" is every Monday at nine`
  }
}

const isZone = (zone: string): boolean => {
  // An offset is accepted by Intl, but knows no summer time.
  if (!/^[A-Za-z]/.test(zone)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** A schedule that can be read, comes at all, and has a zone that exists. */
export const scheduleProblems: Check = ({ trigger }) => {
  if (!('schedule' in trigger)) return []
  const { cron, timeZone } = trigger.schedule
  const fault = cronFault(cron)
  return [
    ...(fault === undefined ? [] : [errorAt(['trigger', 'schedule', 'cron'], 'schedule-invalid', fault)]),
    ...(isZone(timeZone)
      ? []
      : [
          errorAt(
            ['trigger', 'schedule', 'timeZone'],
            'zone-unknown',
            `"${timeZone}" is no IANA zone; write for example Europe/Prague`,
          ),
        ]),
  ]
}

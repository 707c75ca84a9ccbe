import { Cron } from 'croner'
import { zoneOffset } from '#shared/domain/calendar/zone-offset.ts'
import { firstInstant } from '#shared/domain/schedule/first-instant.ts'
import { type Schedule, WEEKDAYS } from '#shared/domain/schedule/schedule.ts'

/** `09:30` as the first two fields of a cron pattern. */
const minuteAndHour = (at: string): string => `${Number(at.slice(3))} ${Number(at.slice(0, 2))}`

/** The schedule as a cron pattern of five fields; undefined where it comes once. */
export const cronOf = (schedule: Schedule): string | undefined => {
  if ('cron' in schedule) return schedule.cron
  if ('daily' in schedule) return `${minuteAndHour(schedule.daily.at)} * * *`
  if ('weekly' in schedule) {
    const days = schedule.weekly.on.map((day) => WEEKDAYS.indexOf(day) + 1)
    return `${minuteAndHour(schedule.weekly.at)} * * ${days.join(',')}`
  }
  if ('monthly' in schedule) {
    const { at, onDay } = schedule.monthly
    return `${minuteAndHour(at)} ${onDay === 'last' ? 'L' : onDay} * *`
  }
  return undefined
}

/** A local date and time as epoch milliseconds of the same date and time in UTC. */
export const localMilliseconds = (dateTime: string): number => Date.parse(`${dateTime}Z`)

/** The local times of a pattern after one of them, in order. In UTC, which has no gaps: the zone is not croner's matter. */
function* localTimes(cron: string, afterLocal: number): Generator<number> {
  const pattern = new Cron(cron, { paused: true, timezone: 'UTC', mode: '5-part' })
  for (let next = pattern.nextRun(new Date(afterLocal)); next; next = pattern.nextRun(next))
    yield next.getTime()
}

const isPast = (until: string | undefined, local: number, instant: number): boolean => {
  if (until === undefined) return false
  return until.includes('T')
    ? instant > Date.parse(until)
    : new Date(local).toISOString().slice(0, 10) > until
}

/**
 * When a schedule comes next. A local time that clocks skip comes at the first instant after the gap; one that they show
 * twice comes once, the first time; several that fall on one instant are one occurrence (docs/adr/0023-schedules.md).
 * @param after the occurrence is later than this, strictly
 * @returns undefined where it never comes again
 * @throws TypeError for a cron pattern that cannot be read, RangeError for a zone that does not exist: checks/schedule.ts
 *   refuses both
 */
export const nextOccurrence = (schedule: Schedule, after: Date): Date | undefined => {
  const { timeZone, until } = schedule
  const cron = cronOf(schedule)
  const from = after.getTime()
  const locals =
    cron === undefined
      ? 'once' in schedule
        ? [localMilliseconds(schedule.once)]
        : []
      : localTimes(cron, from + zoneOffset(from, timeZone))
  for (const local of locals) {
    const instant = firstInstant(local, timeZone)
    if (isPast(until, local, instant)) return undefined
    if (instant > from) return new Date(instant)
  }
  return undefined
}

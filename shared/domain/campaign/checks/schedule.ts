import { Cron } from 'croner'
import { zoneOffset } from '#shared/domain/calendar/zone-offset.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import {
  type CampaignProblem,
  type Check,
  errorAt,
  warningAt,
} from '#shared/domain/campaign/checks/problem.ts'
import { firstInstant } from '#shared/domain/schedule/first-instant.ts'
import { nextLaunchTime } from '#shared/domain/schedule/next-launch.ts'
import { localMilliseconds, nextOccurrence } from '#shared/domain/schedule/next-occurrence.ts'
import type { Schedule } from '#shared/domain/schedule/schedule.ts'

/** Any moment does: whether a schedule ever comes does not depend on it, since its patterns repeat. */
const SOME_MOMENT = new Date('2026-01-01T00:00:00Z')
const LONG_AGO = new Date('1900-01-01T00:00:00Z')

const at = (...path: string[]): string[] => ['trigger', 'schedule', ...path]

const cronFault = (cron: string): string | undefined => {
  if (cron.trim().split(/\s+/).length !== 5)
    return 'a schedule has five fields: minute, hour, day of month, month, weekday; for example "0 9 * * 1"'
  try {
    return new Cron(cron, { paused: true, timezone: 'UTC', mode: '5-part' }).nextRun(SOME_MOMENT)
      ? undefined
      : 'there is no such day: the schedule never comes'
  } catch (error) {
    return `${(error as Error).message.replace(/^CronPattern: /, '')}; for example "0 9 * * 1" is every Monday at nine`
  }
}

const cronProblems = (cron: string): CampaignProblem[] => {
  const fault = cronFault(cron)
  return fault === undefined ? [] : [errorAt(at('cron'), 'schedule-invalid', fault)]
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

const localText = (instant: number): string => new Date(instant).toISOString().slice(0, 16)

const isDay = (once: string): boolean => {
  const local = localMilliseconds(once)
  return !Number.isNaN(local) && localText(local) === once
}

/** Clocks that skip the time show another one at the instant that stands for it. */
const isSkipped = (once: string, timeZone: string): boolean => {
  const local = localMilliseconds(once)
  const instant = firstInstant(local, timeZone)
  return instant + zoneOffset(instant, timeZone) !== local
}

const onceProblems = (campaign: Campaign, schedule: Schedule & { once: string }): CampaignProblem[] => {
  const { once, timeZone } = schedule
  if (!isDay(once)) return [errorAt(at('once'), 'schedule-invalid', `there is no such day as "${once}"`)]
  const skipped = warningAt(
    at('once'),
    'time-skipped',
    'clocks are put forward past this time on that day: it comes as soon as they have been',
  )
  const never = errorAt(
    at('once'),
    'schedule-invalid',
    'it never comes: it lies outside of "until", "validFrom" and "validUntil"',
  )
  return [
    ...(isSkipped(once, timeZone) ? [skipped] : []),
    ...(nextLaunchTime(campaign, LONG_AGO) === undefined ? [never] : []),
  ]
}

const monthlyProblems = (onDay: number | 'last'): CampaignProblem[] =>
  onDay === 'last' || onDay <= 28
    ? []
    : [
        warningAt(
          at('monthly', 'onDay'),
          'months-left-out',
          `months without day ${onDay} are left out; write "last" for the last day of every month`,
        ),
      ]

/** Where the campaign begins later than its schedule ends, no occurrence is left. */
const untilProblems = (campaign: Campaign, { until, ...schedule }: Schedule): CampaignProblem[] => {
  const { validFrom } = campaign
  if (until === undefined || validFrom === undefined || 'once' in schedule) return []
  const start = new Date(Date.parse(validFrom) - 1)
  return nextOccurrence({ ...schedule, until }, start) === undefined
    ? [
        errorAt(
          at('until'),
          'schedule-invalid',
          'it never comes: "until" is before the first time after "validFrom"',
        ),
      ]
    : []
}

/** A schedule that can be read, comes at all, and has a zone that exists. */
export const scheduleProblems: Check = (campaign) => {
  const { trigger } = campaign
  if (!('schedule' in trigger)) return []
  const { schedule } = trigger
  const { timeZone } = schedule
  const pattern = [
    ...('cron' in schedule ? cronProblems(schedule.cron) : []),
    ...('monthly' in schedule ? monthlyProblems(schedule.monthly.onDay) : []),
  ]
  const unknownZone = errorAt(
    at('timeZone'),
    'zone-unknown',
    `"${timeZone}" is no IANA zone; write for example Europe/Prague`,
  )
  if (!isZone(timeZone)) return [...pattern, unknownZone]
  if (pattern.some(({ severity }) => severity === 'error')) return pattern
  return [
    ...pattern,
    ...('once' in schedule ? onceProblems(campaign, schedule) : []),
    ...untilProblems(campaign, schedule),
  ]
}

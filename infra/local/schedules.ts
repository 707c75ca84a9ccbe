import { randomUUID } from 'node:crypto'
import { Cron } from 'croner'
import { LOCAL_ACCOUNT, LOCAL_REGION, localArn } from '#infra/local/account.ts'

export interface ScheduleTimes {
  /** The first time after `from` at which it fires; none when it never does again. */
  next(from: Date): Date | undefined
}

/** The event a scheduled rule sends to its targets. */
export interface ScheduledEvent {
  readonly version: '0'
  readonly id: string
  readonly 'detail-type': 'Scheduled Event'
  readonly source: 'aws.events'
  readonly account: string
  /** ISO, whole seconds, UTC. */
  readonly time: string
  readonly region: string
  readonly resources: readonly [ruleArn: string]
  readonly detail: Readonly<Record<string, never>>
}

export interface Schedule<Target> {
  /** Of the rule; part of the ARN in the event. */
  readonly name: string
  readonly expression: string
  readonly target: Target
}

export interface Schedules<Target> {
  /**
   * Fires every schedule (or those of some targets) once with this time, whatever its expression; rejects with the
   * first error of `fire`.
   */
  tick(at: Date, isMeant?: (target: Target) => boolean): Promise<void>
  /** Stops the timers; firings under way go on. */
  stop(): void
}

export interface SchedulesOptions<Target> {
  readonly schedules: readonly Schedule<Target>[]
  readonly fire: (target: Target, event: ScheduledEvent) => Promise<unknown>
  /** `running` fires by the wall clock too, `manual` by `tick` only. */
  readonly mode: 'running' | 'manual'
  /** Told of a failed firing by the clock; the schedule goes on. */
  readonly onError?: (name: string, error: unknown) => void
}

const unitMilliseconds = new Map([
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', 86_400_000],
])

/** setTimeout takes no more than about 24 days. */
const longestTimer = 86_400_000

/** Parses `rate(n unit)` or `cron(…)` as EventBridge has them (UTC unless a zone is given). Throws on anything else. */
export function parseSchedule(expression: string, timeZone = 'UTC'): ScheduleTimes {
  const [, kind, inner = ''] = /^(rate|cron)\(([^()]*)\)$/.exec(expression) ?? []
  if (kind === 'rate') return parseRate(inner)
  if (kind === 'cron') return parseCron(inner, timeZone)
  throw new Error(`Unknown schedule expression ${expression}`)
}

export function createSchedules<Target>(options: SchedulesOptions<Target>): Schedules<Target> {
  const { schedules, fire, mode, onError = () => {} } = options
  const timers = new Map<string, NodeJS.Timeout>()
  const parsed = schedules.map((schedule) => ({ ...schedule, times: parseSchedule(schedule.expression) }))

  const fireAt = ({ name, target }: Schedule<Target>, at: Date) => fire(target, scheduledEvent(name, at))

  const arm = (schedule: (typeof parsed)[number], due: Date | undefined): void => {
    if (due === undefined) return
    const wait = due.getTime() - Date.now()
    const ring = () => {
      if (wait > longestTimer) return arm(schedule, due)
      fireAt(schedule, due).catch((error: unknown) => onError(schedule.name, error))
      arm(schedule, schedule.times.next(due))
    }
    timers.set(schedule.name, setTimeout(ring, Math.min(Math.max(wait, 0), longestTimer)))
  }

  if (mode === 'running') for (const schedule of parsed) arm(schedule, schedule.times.next(new Date()))

  return {
    tick: async (at, isMeant = () => true) => {
      for (const schedule of parsed) if (isMeant(schedule.target)) await fireAt(schedule, at)
    },
    stop: () => {
      for (const timer of timers.values()) clearTimeout(timer)
    },
  }
}

function parseRate(inner: string): ScheduleTimes {
  const [, digits, singular = '', plural] = /^([1-9]\d*) (minute|hour|day)(s?)$/.exec(inner) ?? []
  const count = Number(digits)
  const step = count * (unitMilliseconds.get(singular) ?? Number.NaN)
  // EventBridge takes "1 hour" and "2 hours", and neither "1 hours" nor "2 hour".
  if (Number.isNaN(step) || (count === 1) === (plural === 's')) throw new Error(`Bad rate(${inner})`)
  return { next: (from) => new Date(from.getTime() + step) }
}

/** `minutes hours day-of-month month day-of-week year`; exactly one of the two day fields is `?`. */
function parseCron(inner: string, timezone: string): ScheduleTimes {
  const [minutes, hours, dayOfMonth, month, dayOfWeek, year, ...rest] = inner.split(' ')
  const isComplete = dayOfWeek !== undefined && year !== undefined && rest.length === 0
  if (!isComplete || (dayOfMonth === '?') === (dayOfWeek === '?')) throw new Error(`Bad cron(${inner})`)
  const days = dayOfMonth === '?' ? `* ${month} ${sundayAsZero(dayOfWeek)}` : `${dayOfMonth} ${month} *`
  // sloppyRanges: croner takes `0/15` only so; without `paused` it would keep a timer of its own.
  const cron = new Cron(`0 ${minutes} ${hours} ${days} ${year}`, {
    timezone,
    sloppyRanges: true,
    paused: true,
  })
  return { next: (from) => nextMatch(cron, from) }
}

/** In a clock's gap croner runs later; EventBridge leaves the run out, which is what `match` tells. */
function nextMatch(cron: Cron, from: Date): Date | undefined {
  let next = cron.nextRun(from)
  while (next !== null && !cron.match(next)) next = cron.nextRun(next)
  return next ?? undefined
}

/** EventBridge counts the days of the week 1 = Sunday to 7, croner from 0; `#n` and `/n` are no days. */
const sundayAsZero = (field: string): string =>
  field.replace(/(?<![#/\d])[1-7](?=$|[-,#L/])/g, (day) => `${Number(day) - 1}`)

function scheduledEvent(name: string, at: Date): ScheduledEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: LOCAL_ACCOUNT,
    time: at.toISOString().replace(/\.\d+Z$/, 'Z'),
    region: LOCAL_REGION,
    resources: [localArn('events', `rule/${name}`)],
    detail: {},
  }
}

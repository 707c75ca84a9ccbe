/** A schedule expression: the first time after `from` at which it fires, none when it never does again. */
export interface ScheduleTimes {
  next(from: Date): Date | undefined
}

/** Parses `rate(n unit)` or `cron(…)` as EventBridge rules have them (UTC unless a zone is given). Throws on others. */
export function parseSchedule(_expression: string, _timeZone = 'UTC'): ScheduleTimes {
  throw new Error('not yet')
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

export interface Schedules {
  /** Fires every schedule once with this time, whatever its expression; rejects with the first error of `fire`. */
  tick(at: Date): Promise<void>
  /** Stops the timers; firings under way go on. */
  stop(): void
}

export function createSchedules<Target>(_options: {
  readonly schedules: readonly {
    readonly name: string
    readonly expression: string
    readonly target: Target
  }[]
  readonly fire: (target: Target, event: ScheduledEvent) => Promise<void>
  /** `running` fires by the wall clock too, `manual` by `tick` only. */
  readonly mode: 'running' | 'manual'
  readonly onError?: (name: string, error: unknown) => void
  readonly region?: string
}): Schedules {
  throw new Error('not yet')
}

import { afterEach, describe, expect, it, vi } from 'vitest'
import { createSchedules, parseSchedule, type ScheduledEvent } from '#infra/local/schedules.ts'

const cronCases: [name: string, cron: string, zone: string, from: string, next: string | undefined][] = [
  ['daily 09:30', '30 9 * * ? *', 'UTC', '2026-11-20T00:00:00Z', '2026-11-20T09:30:00.000Z'],
  ['MON-FRI', '0 8 ? * MON-FRI *', 'UTC', '2026-11-20T09:00:00Z', '2026-11-23T08:00:00.000Z'],
  ['2-6 is Monday to Friday', '0 8 ? * 2-6 *', 'UTC', '2026-11-20T09:00:00Z', '2026-11-23T08:00:00.000Z'],
  ['1 is Sunday', '0 8 ? * 1 *', 'UTC', '2026-11-20T09:00:00Z', '2026-11-22T08:00:00.000Z'],
  ['7 is Saturday', '0 8 ? * 7 *', 'UTC', '2026-11-20T09:00:00Z', '2026-11-21T08:00:00.000Z'],
  ['2,4 is Monday, Wednesday', '0 8 ? * 2,4 *', 'UTC', '2026-11-23T09:00:00Z', '2026-11-25T08:00:00.000Z'],
  ['3#2 is the second Tuesday', '0 8 ? * 3#2 *', 'UTC', '2026-11-20T09:00:00Z', '2026-12-08T08:00:00.000Z'],
  ['6L is the last Friday', '0 8 ? * 6L *', 'UTC', '2026-11-20T09:00:00Z', '2026-11-27T08:00:00.000Z'],
  [
    'L is the last day of the month',
    '0 8 L * ? *',
    'UTC',
    '2026-11-20T09:00:00Z',
    '2026-11-30T08:00:00.000Z',
  ],
  ['15W', '0 8 15W * ? *', 'UTC', '2026-11-20T09:00:00Z', '2026-12-15T08:00:00.000Z'],
  ['1W on a Sunday is the 2nd', '0 8 1W * ? *', 'UTC', '2026-10-20T09:00:00Z', '2026-11-02T08:00:00.000Z'],
  ['LW is the last weekday', '0 8 LW * ? *', 'UTC', '2026-10-20T09:00:00Z', '2026-10-30T08:00:00.000Z'],
  ['a year', '0 0 1 1 ? 2027', 'UTC', '2026-11-20T09:00:00Z', '2027-01-01T00:00:00.000Z'],
  ['years that are over', '0 0 1 1 ? 2024-2025', 'UTC', '2026-11-20T09:00:00Z', undefined],
  ['0/15', '0/15 * * * ? *', 'UTC', '2026-11-20T09:01:00Z', '2026-11-20T09:15:00.000Z'],
  ['10/15 starts at 10', '10/15 * * * ? *', 'UTC', '2026-11-20T09:56:00Z', '2026-11-20T10:10:00.000Z'],
  ['Feb 29', '0 0 29 2 ? *', 'UTC', '2026-11-20T09:01:00Z', '2028-02-29T00:00:00.000Z'],
  ['a zone', '0 9 * * ? *', 'Asia/Kolkata', '2026-11-20T00:00:00Z', '2026-11-20T03:30:00.000Z'],
  [
    'the gap in New York',
    '30 2 * * ? *',
    'America/New_York',
    '2027-03-14T05:00:00Z',
    '2027-03-15T06:30:00.000Z',
  ],
  ['the gap in London', '30 1 * * ? *', 'Europe/London', '2027-03-27T02:00:00Z', '2027-03-29T00:30:00.000Z'],
  ['the hour twice', '30 1 * * ? *', 'America/New_York', '2026-11-01T05:30:00Z', '2026-11-02T06:30:00.000Z'],
]

describe('parseSchedule', () => {
  it.each(cronCases)('%s: cron(%s) in %s after %s is %s', (_name, cron, zone, from, next) => {
    expect(parseSchedule(`cron(${cron})`, zone).next(new Date(from))?.toISOString()).toBe(next)
  })

  it.each([
    ['rate(1 minute)', '2026-01-01T00:01:00.000Z'],
    ['rate(5 minutes)', '2026-01-01T00:05:00.000Z'],
    ['rate(1 hour)', '2026-01-01T01:00:00.000Z'],
    ['rate(30 days)', '2026-01-31T00:00:00.000Z'],
  ])('%s', (expression, next) => {
    expect(parseSchedule(expression).next(new Date('2026-01-01T00:00:00Z'))?.toISOString()).toBe(next)
  })

  it.each([
    'rate(0 minutes)',
    'rate(1 hours)',
    'rate(2 hour)',
    'rate(1 week)',
    'rate(1.5 hours)',
    'cron(0 8 * * * *)',
    'cron(0 8 ? * ? *)',
    'cron(0 8 * * ?)',
    'cron(0 25 * * ? *)',
    'cron(0 8 ? * FOO *)',
    'at(2026-01-01T00:00:00)',
    '',
  ])('refuses %j', (expression) => {
    expect(() => parseSchedule(expression)).toThrow()
  })
})

describe('createSchedules', () => {
  afterEach(() => void vi.useRealTimers())

  const start = (mode: 'running' | 'manual', expression = 'rate(1 hour)', fails = false) => {
    const fired: { target: string; event: ScheduledEvent }[] = []
    const failed: string[] = []
    const schedules = createSchedules({
      schedules: [{ name: 'sweep', expression, target: 'sweep-calendar' }],
      fire: async (target, event) => {
        fired.push({ target, event })
        if (fails) throw new Error('function failed')
      },
      mode,
      onError: (name) => failed.push(name),
    })
    return { schedules, fired, failed }
  }

  it('fires the scheduled event of EventBridge on a tick', async () => {
    const { schedules, fired } = start('manual')
    await schedules.tick(new Date('2026-03-04T05:06:07.891Z'))
    const event = {
      version: '0',
      id: expect.any(String),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: '000000000000',
      time: '2026-03-04T05:06:07Z',
      region: 'us-east-1',
      resources: ['arn:aws:events:us-east-1:000000000000:rule/sweep'],
      detail: {},
    }
    expect(fired).toEqual([{ target: 'sweep-calendar', event }])
  })

  it('fires for some targets only, where told', async () => {
    const { schedules, fired } = start('manual')
    await schedules.tick(new Date(), (target) => target === 'another')
    expect(fired).toEqual([])
    await schedules.tick(new Date(), (target) => target === 'sweep-calendar')
    expect(fired).toHaveLength(1)
  })

  it('passes the error of the function on to who ticks', async () => {
    await expect(start('manual', 'rate(1 hour)', true).schedules.tick(new Date())).rejects.toThrow('failed')
  })

  it('fires by the clock when running, until stopped, an error notwithstanding', async () => {
    vi.useFakeTimers({ now: new Date('2026-01-01T00:00:00Z') })
    const { schedules, fired, failed } = start('running', 'cron(0 */6 * * ? *)', true)
    await vi.advanceTimersByTimeAsync(13 * 3_600_000)
    expect(fired.map(({ event }) => event.time)).toEqual(['2026-01-01T06:00:00Z', '2026-01-01T12:00:00Z'])
    expect(failed).toEqual(['sweep', 'sweep'])
    schedules.stop()
    await vi.advanceTimersByTimeAsync(24 * 3_600_000)
    expect(fired).toHaveLength(2)
  })

  it('waits longer than a timer can', async () => {
    vi.useFakeTimers({ now: new Date('2026-01-01T00:00:00Z') })
    const { fired } = start('running', 'cron(0 0 1 6 ? 2026)')
    await vi.advanceTimersByTimeAsync(150 * 86_400_000)
    expect(fired).toEqual([])
    await vi.advanceTimersByTimeAsync(50 * 86_400_000)
    expect(fired.map(({ event }) => event.time)).toEqual(['2026-06-01T00:00:00Z'])
  })

  it('does nothing by the clock in manual mode', async () => {
    vi.useFakeTimers()
    const { fired } = start('manual')
    await vi.advanceTimersByTimeAsync(5 * 3_600_000)
    expect(fired).toEqual([])
  })

  it('refuses an expression it cannot keep', () => {
    expect(() => start('manual', 'rate(1 fortnight)')).toThrow('fortnight')
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextLaunchTime } from '#shared/domain/schedule/next-launch.ts'
import { nextOccurrence } from '#shared/domain/schedule/next-occurrence.ts'
import { type Schedule, WEEKDAYS } from '#shared/domain/schedule/schedule.ts'
import { aMomentInAZone, clockOf } from '#test/support/wall-clock.ts'

const MINUTE = 60_000

/** The next few occurrences, each after the one before it. */
const occurrences = (schedule: Schedule, after: string, count: number): string[] => {
  const found: string[] = []
  for (let next = nextOccurrence(schedule, new Date(after)); next && found.length < count; ) {
    found.push(next.toISOString().slice(0, 16))
    next = nextOccurrence(schedule, next)
  }
  return found
}

const prague = { timeZone: 'Europe/Prague' }

describe('when a schedule comes next', () => {
  it('is later than the moment asked about, strictly', () => {
    const daily = { ...prague, daily: { at: '09:00' } }
    const asked = (after: string) => nextOccurrence(daily, new Date(after))?.toISOString()
    expect(asked('2026-06-01T06:59:59.999Z')).toBe('2026-06-01T07:00:00.000Z')
    expect(asked('2026-06-01T07:00:00.000Z')).toBe('2026-06-02T07:00:00.000Z')
    expect(asked('2026-06-01T07:00:00.001Z')).toBe('2026-06-02T07:00:00.000Z')
  })

  it('once is once', () => {
    const once = { ...prague, once: '2026-03-29T02:30' }
    expect(occurrences(once, '2026-01-01T00:00Z', 3)).toEqual(['2026-03-29T01:00'])
    expect(occurrences(once, '2026-03-29T01:00Z', 3)).toEqual([])
  })

  it.each([
    ['daily over a gap', { daily: { at: '02:30' } }, '2026-03-28T02:00Z', ['03-29T01:00', '03-30T00:30']],
    [
      'daily over a repeated hour',
      { daily: { at: '02:30' } },
      '2026-10-24T01:00Z',
      ['10-25T00:30', '10-26T01:30'],
    ],
    ['a list over a gap', { cron: '30 2,3 * * *' }, '2026-03-28T12:00Z', ['03-29T01:00', '03-29T01:30']],
    [
      'a list over a repeated hour: each once',
      { cron: '30 2,3 * * *' },
      '2026-10-24T12:00Z',
      ['10-25T00:30', '10-25T02:30', '10-26T01:30'],
    ],
    ['every hour over a gap', { cron: '0 * * * *' }, '2026-03-29T00:00Z', ['03-29T01:00', '03-29T02:00']],
    [
      'every hour over a repeated one: each once',
      { cron: '0 * * * *' },
      '2026-10-24T23:30Z',
      ['10-25T00:00', '10-25T02:00'],
    ],
    [
      'several that fall on the end of one gap',
      { cron: '*/20 2 * * *' },
      '2026-03-28T12:00Z',
      ['03-29T01:00', '03-30T00:00'],
    ],
    [
      'weekly',
      { weekly: { on: ['monday', 'thursday'], at: '09:00' } },
      '2026-11-20T12:00Z',
      ['11-23T08:00', '11-26T08:00', '11-30T08:00'],
    ],
    [
      'sundays',
      { weekly: { on: ['sunday'], at: '09:00' } },
      '2026-11-20T12:00Z',
      ['11-22T08:00', '11-29T08:00'],
    ],
    [
      'the 31st, where there is one',
      { monthly: { onDay: 31, at: '09:00' } },
      '2026-01-31T12:00Z',
      ['03-31T07:00', '05-31T07:00'],
    ],
    [
      'the last day',
      { monthly: { onDay: 'last', at: '09:00' } },
      '2026-01-31T12:00Z',
      ['02-28T08:00', '03-31T07:00', '04-30T07:00'],
    ],
    [
      'the 29th',
      { monthly: { onDay: 29, at: '09:00' } },
      '2026-01-29T12:00Z',
      ['03-29T07:00', '04-29T07:00'],
    ],
  ] as const)('%s', (_, pattern, after, expected) => {
    const schedule = { ...prague, ...pattern } as unknown as Schedule
    expect(occurrences(schedule, after, expected.length)).toEqual(expected.map((short) => `2026-${short}`))
  })

  it('29 February comes in leap years only, 2100 is none', () => {
    const leap = { timeZone: 'UTC', cron: '0 9 29 2 *' }
    expect(occurrences(leap, '2026-01-01T00:00Z', 2)).toEqual(['2028-02-29T09:00', '2032-02-29T09:00'])
    expect(occurrences(leap, '2096-03-01T00:00Z', 1)).toEqual(['2104-02-29T09:00'])
  })

  it('last is 29 February in a leap year', () => {
    const last = { timeZone: 'UTC', monthly: { onDay: 'last' as const, at: '09:00' } }
    expect(occurrences(last, '2028-02-01T00:00Z', 1)).toEqual(['2028-02-29T09:00'])
  })

  it('a day without this day of month never comes', () => {
    expect(nextOccurrence({ ...prague, cron: '0 9 30 2 *' }, new Date('2026-01-01'))).toBeUndefined()
  })

  it.each([
    ['2026-06-03', ['2026-06-02T07:00', '2026-06-03T07:00']],
    ['2026-06-01', []],
    ['2026-06-03T09:00:00+02:00', ['2026-06-02T07:00', '2026-06-03T07:00']],
    ['2026-06-03T08:59:59+02:00', ['2026-06-02T07:00']],
  ])('until %s', (until, expected) => {
    expect(occurrences({ ...prague, daily: { at: '09:00' }, until }, '2026-06-01T12:00Z', 9)).toEqual(
      expected,
    )
  })

  it('once after its until never comes', () => {
    const once = { ...prague, once: '2026-06-03T09:00', until: '2026-06-02' }
    expect(nextOccurrence(once, new Date('2026-01-01'))).toBeUndefined()
  })
})

interface Form {
  readonly schedule: (zone: string) => Schedule
  readonly isWanted: (local: string) => boolean
}

const weekdayOf = (local: string): number => (new Date(`${local}Z`).getUTCDay() + 6) % 7
const aTime = fc
  .integer({ min: 0, max: 1439 })
  .map((minute) => new Date(minute * MINUTE).toISOString().slice(11, 16))

/** Schedules, each with a plain question of the same meaning. */
const aForm: fc.Arbitrary<Form> = fc.oneof(
  aTime.map((at) => ({
    schedule: (timeZone: string) => ({ timeZone, daily: { at } }),
    isWanted: (local: string) => local.slice(11) === at,
  })),
  fc
    .record({ at: aTime, days: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }) })
    .map(({ at, days }) => ({
      schedule: (timeZone: string) => ({
        timeZone,
        weekly: { on: days.map((day) => WEEKDAYS[day] ?? 'monday'), at },
      }),
      isWanted: (local: string) => local.slice(11) === at && days.includes(weekdayOf(local)),
    })),
  fc.constantFrom(5, 7, 20, 30).map((step) => ({
    schedule: (timeZone: string) => ({ timeZone, cron: `*/${step} * * * *` }),
    isWanted: (local: string) => Number(local.slice(14)) % step === 0,
  })),
  fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 23 })).map(([one, other]) => ({
    schedule: (timeZone: string) => ({ timeZone, cron: `15 ${one},${other} * * *` }),
    isWanted: (local: string) =>
      Number(local.slice(14)) === 15 && [one, other].includes(Number(local.slice(11, 13))),
  })),
)

/**
 * The occurrences within some days by somebody who looks at the clock every minute, and keeps a list of the local times
 * that have been: whatever the clock shows for the first time, or has jumped over, has come.
 */
const watched = (zone: string, from: number, minutes: number, isWanted: Form['isWanted']): string[] => {
  const shown = clockOf(zone)
  const found: string[] = []
  // The latest that any clock of the zone has shown by now: two days cover every change there ever was.
  let latest = Date.parse(`${shown(from - 2 * 1440 * MINUTE)}Z`)
  for (let instant = from - 2 * 1440 * MINUTE; instant <= from + minutes * MINUTE; instant += MINUTE) {
    const local = Date.parse(`${shown(instant)}Z`)
    let comes = false
    for (; latest < local; latest += MINUTE)
      comes = isWanted(new Date(latest + MINUTE).toISOString().slice(0, 16)) || comes
    if (comes && instant > from) found.push(new Date(instant).toISOString().slice(0, 16))
  }
  return found
}

describe('any schedule in any zone', () => {
  it('comes when somebody who watches the clock says so: none skipped, none twice', () => {
    fc.assert(
      fc.property(aMomentInAZone(), aForm, ({ zone, instant }, { schedule, isWanted }) => {
        const expected = watched(zone, instant, 2 * 1440, isWanted)
        const found = occurrences(schedule(zone), new Date(instant).toISOString(), expected.length + 1)
        const end = new Date(instant + 2 * 1440 * MINUTE).toISOString().slice(0, 16)
        expect(found.filter((occurrence) => occurrence <= end)).toEqual(expected)
      }),
      { numRuns: 80 },
    )
  })
})

describe('when a campaign is launched next', () => {
  const trigger = { schedule: { ...prague, daily: { at: '09:00' } } }
  const after = new Date('2026-06-01T12:00Z')

  it.each([
    ['whenever its schedule comes', {}, '2026-06-02T07:00:00.000Z'],
    ['not before it is valid', { validFrom: '2026-07-01T00:00:00+02:00' }, '2026-07-01T07:00:00.000Z'],
    [
      'at the instant from which it is valid',
      { validFrom: '2026-07-01T09:00:00+02:00' },
      '2026-07-01T07:00:00.000Z',
    ],
    ['not when its validity ends', { validUntil: '2026-06-02T09:00:00+02:00' }, undefined],
    [
      'just before its validity ends',
      { validUntil: '2026-06-02T09:00:01+02:00' },
      '2026-06-02T07:00:00.000Z',
    ],
  ])('%s', (_, validity, expected) => {
    expect(nextLaunchTime({ trigger, ...validity }, after)?.toISOString()).toBe(expected)
  })

  it('never, where signals trigger it', () => {
    expect(nextLaunchTime({ trigger: { signals: [{ type: 'Birthday' }] } }, after)).toBeUndefined()
  })
})

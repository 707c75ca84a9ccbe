import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTimeZone, zoneOffset } from '#shared/domain/calendar/zone-offset.ts'

const HOUR = 3_600_000

/** Sign, hours, minutes and seconds as Intl writes an offset: `GMT+05:30`, `GMT-00:44:30`, `GMT`. */
const WRITTEN = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/

/** What Intl itself says, asked anew by another way than the code under test asks it. */
const asked = (instant: number, timeZone: string): number => {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(instant)
  const [, sign, hours = 0, minutes = 0, seconds = 0] =
    WRITTEN.exec(parts.find(({ type }) => type === 'timeZoneName')?.value ?? '') ?? []
  const size = Number(hours) * HOUR + Number(minutes) * 60_000 + Number(seconds) * 1_000
  return sign === '-' ? -size : size
}

const zones = [
  'UTC',
  'Europe/Prague',
  'America/New_York',
  'America/St_Johns',
  'Asia/Shanghai',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Africa/Monrovia',
]

describe('how far a zone is ahead of UTC', () => {
  it.each([
    ['Europe/Prague', '2026-03-29T00:59:59.999Z', 1],
    ['Europe/Prague', '2026-03-29T01:00:00.000Z', 2],
    ['Europe/Prague', '2026-10-25T00:59:59.999Z', 2],
    ['Europe/Prague', '2026-10-25T01:00:00.000Z', 1],
    ['America/New_York', '2026-07-01T12:00:00.000Z', -4],
    ['Asia/Kathmandu', '2026-07-01T12:00:00.000Z', 5.75],
    ['Australia/Lord_Howe', '2026-04-04T14:59:59.999Z', 11],
    ['Australia/Lord_Howe', '2026-04-04T15:00:00.000Z', 10.5],
    // One minute past midnight, in the middle of a quarter of an hour; asked again, and the other way round.
    ['America/St_Johns', '1987-04-05T03:30:30.000Z', -3.5],
    ['America/St_Johns', '1987-04-05T03:31:00.000Z', -2.5],
    ['America/St_Johns', '1987-04-05T03:44:59.999Z', -2.5],
    ['America/St_Johns', '1987-04-05T03:30:30.000Z', -3.5],
    ['Africa/Monrovia', '1971-06-01T00:00:00.000Z', -(44 * 60 + 30) / 3600],
  ])('in %s at %s', (zone, instant, hours) => {
    expect(zoneOffset(Date.parse(instant), zone)).toBe(Math.round(hours * HOUR))
  })

  it('is what Intl says, before and after the years whose answers are kept, asked once or again', () => {
    const instants = fc.integer({ min: Date.UTC(1960, 0, 1), max: Date.UTC(2090, 0, 1) })
    fc.assert(
      fc.property(fc.constantFrom(...zones), instants, (zone, instant) => {
        const expected = asked(instant, zone)
        expect(zoneOffset(instant, zone)).toBe(expected)
        expect(zoneOffset(instant, zone)).toBe(expected)
      }),
      { numRuns: 500 },
    )
  })

  it('is not that of the quarter of an hour before', () => {
    const change = Date.parse('2026-03-29T01:00:00Z')
    for (const around of [change - 1, change, change - 1, change])
      expect(zoneOffset(around, 'Europe/Berlin')).toBe(around < change ? HOUR : 2 * HOUR)
  })

  it('is nothing in a zone that does not exist', () => {
    expect(() => zoneOffset(0, 'Mars/Olympus')).toThrow(RangeError)
    expect(() => zoneOffset(Date.UTC(2026, 0, 1), 'Mars/Olympus')).toThrow(RangeError)
  })
})

describe('a zone', () => {
  it.each(zones)('%s exists, also when asked again', (zone) => {
    expect([isTimeZone(zone), isTimeZone(zone)]).toEqual([true, true])
  })

  it('is known by every name that Intl lists, and has an offset by each', () => {
    for (const zone of Intl.supportedValuesOf('timeZone')) {
      expect([zone, isTimeZone(zone)]).toEqual([zone, true])
      expect(() => zoneOffset(0, zone)).not.toThrow()
    }
  })

  it.each(['Mars/Olympus', '', 'Europe/Pragu'])('%s does not', (zone) => {
    expect([isTimeZone(zone), isTimeZone(zone)]).toEqual([false, false])
  })
})

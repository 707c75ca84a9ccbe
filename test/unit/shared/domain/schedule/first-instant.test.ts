import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstInstant } from '#shared/domain/schedule/first-instant.ts'
import { aMomentInAZone, clockOf, firstMinuteShowing } from '#test/support/wall-clock.ts'

const local = (dateTime: string): number => Date.parse(`${dateTime}Z`)

describe('the first instant at which clocks show a local time', () => {
  it.each([
    ['an ordinary day', '2026-06-01T09:00', 'Europe/Prague', '2026-06-01T07:00:00.000Z'],
    ['skipped in spring', '2026-03-29T02:30', 'Europe/Prague', '2026-03-29T01:00:00.000Z'],
    ['the start of the gap', '2026-03-29T02:00', 'Europe/Prague', '2026-03-29T01:00:00.000Z'],
    ['the end of the gap', '2026-03-29T03:00', 'Europe/Prague', '2026-03-29T01:00:00.000Z'],
    ['twice in autumn', '2026-10-25T02:30', 'Europe/Prague', '2026-10-25T00:30:00.000Z'],
    ['after what comes twice', '2026-10-25T03:00', 'Europe/Prague', '2026-10-25T02:00:00.000Z'],
    ['skipped in New York', '2026-03-08T02:15', 'America/New_York', '2026-03-08T07:00:00.000Z'],
    ['twice in New York', '2026-11-01T01:15', 'America/New_York', '2026-11-01T05:15:00.000Z'],
    ['half an hour skipped', '2026-10-04T02:15', 'Australia/Lord_Howe', '2026-10-03T15:30:00.000Z'],
    ['half an hour twice', '2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z'],
    ['midnight skipped', '2026-09-06T00:00', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
    ['the end of Ramadan in Morocco', '2026-03-22T02:30', 'Africa/Casablanca', '2026-03-22T02:00:00.000Z'],
    ['a quarter of an hour in Nepal', '1986-01-01T00:05', 'Asia/Kathmandu', '1985-12-31T18:30:00.000Z'],
    ['a whole day skipped in Samoa', '2011-12-30T09:00', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
    ['a whole day twice on Kwajalein', '1969-09-30T12:00', 'Pacific/Kwajalein', '1969-09-30T01:00:00.000Z'],
    [
      'one minute past midnight in Newfoundland',
      '1987-04-05T00:30',
      'America/St_Johns',
      '1987-04-05T03:31:00.000Z',
    ],
    ['no zone at all', '2026-03-29T02:30', 'UTC', '2026-03-29T02:30:00.000Z'],
  ])('%s: %s in %s', (_, dateTime, zone, expected) => {
    expect(new Date(firstInstant(local(dateTime), zone)).toISOString()).toBe(expected)
  })

  it('is what somebody sees who looks at the clock every minute', () => {
    fc.assert(
      fc.property(aMomentInAZone(), fc.integer({ min: 0, max: 2 * 1440 }), ({ instant, zone }, minutes) => {
        const start = instant - 1440 * 60_000
        const shown = local(clockOf(zone)(start)) + minutes * 60_000
        const wanted = new Date(shown).toISOString().slice(0, 16)
        expect(firstInstant(shown, zone)).toBe(firstMinuteShowing(wanted, zone, start - 1440 * 60_000))
      }),
      { numRuns: 150 },
    )
  })
})

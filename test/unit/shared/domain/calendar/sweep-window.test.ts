import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '#shared/domain/calendar/local-date.ts'
import { becameDue, datesInWindow, windowsToSweep } from '#shared/domain/calendar/sweep-window.ts'

const zones = [
  'Pacific/Kiritimati',
  'Asia/Shanghai',
  'Europe/Prague',
  'America/New_York',
  'Pacific/Pago_Pago',
]
const HOUR = 3_600_000

describe('windows of the calendar sweep', () => {
  it('make every local date due exactly once, however the sweeps fall', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 * HOUR }), { minLength: 2, maxLength: 30 }),
        fc.constantFrom(...zones),
        (pauses, zone) => {
          let now = Date.parse('2026-03-20T00:00:00Z')
          let cursor = new Date(now)
          const due: string[] = []
          for (const pause of pauses) {
            now += pause
            for (const window of windowsToSweep(cursor, new Date(now))) {
              due.push(...datesInWindow(window, 9).filter((date) => becameDue(date, zone, 9, window)))
              cursor = window.to
            }
          }
          const whole = { from: new Date('2026-03-20T00:00:00Z'), to: new Date(now) }
          const everyDate = Array.from({ length: 90 }, (_, day) => addDays('2026-03-15', day))
          expect(due).toEqual(everyDate.filter((date) => becameDue(date, zone, 9, whole)))
        },
      ),
    )
  })

  it('look back one day at the first sweep, and two weeks at most', () => {
    const now = new Date('2026-03-20T10:00:00Z')
    expect(windowsToSweep(undefined, now)).toEqual([{ from: new Date('2026-03-19T10:00:00Z'), to: now }])
    expect(windowsToSweep(new Date('2025-01-01T00:00:00Z'), now)).toHaveLength(14)
  })

  it('are none for a sweep that was there already', () => {
    const now = new Date('2026-03-20T10:00:00Z')
    expect(windowsToSweep(now, now)).toEqual([])
  })
})

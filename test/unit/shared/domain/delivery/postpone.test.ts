import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { postponedBy, timesPostponed } from '#shared/domain/delivery/postpone.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { aMessage } from '#test/support/builders/messages.ts'

const at = '2026-03-10T09:00:00.000Z'
const heldFor = (...notes: readonly string[]): MessageEntry['history'] =>
  notes.flatMap((note) => [
    { state: 'held', at, note },
    { state: 'queued', at },
  ])
const postponedTimes = (times: number) => heldFor(...Array<string>(times).fill('no-slot'))

describe('a message that is put off', () => {
  it.each([
    ['service', 0, 15_000],
    ['service', 1, 30_000],
    ['service', 5, 480_000],
    ['service', 6, 600_000],
    ['service', 500, 600_000],
    ['marketing', 6, 960_000],
    ['marketing', 7, 1_800_000],
  ] as const)(
    'waits, as %s the time after %i, half to one and a half times %i ms',
    (purpose, times, base) => {
      fc.assert(
        fc.property(fc.string(), (entry) => {
          const wait = postponedBy(aMessage({ purpose, entry, history: postponedTimes(times) }))
          expect(wait).toBeGreaterThanOrEqual(base / 2)
          expect(wait).toBeLessThanOrEqual(base * 1.5)
        }),
      )
    },
  )

  it('waits what it must beside that', () => {
    const message = aMessage()
    expect(postponedBy(message, 42_000)).toBe(postponedBy(message) + 42_000)
    expect(postponedBy(message, -1)).toBe(postponedBy(message))
  })

  it('counts what kept it from going out, and no night and no switch', () => {
    const history = heldFor('no-slot', 'quiet-hours', 'circuit-open', 'stopped', 'throttled', 'unavailable')
    expect(timesPostponed({ history: [...history, ...heldFor('account-paused')] })).toBe(5)
  })

  it('waits the same in a replay, and another time at each round', () => {
    const waits = [0, 1, 2].map(
      (times) => postponedBy(aMessage({ history: postponedTimes(times) })) / 2 ** times,
    )
    expect(new Set(waits).size).toBe(3)
    expect(postponedBy(aMessage())).toBe(postponedBy(aMessage()))
  })

  it('does not come back together with the others', () => {
    const waits = Array.from({ length: 1_000 }, (_, index) =>
      postponedBy(aMessage({ customerId: `C${index}` })),
    )
    const inTenths = Map.groupBy(waits, (wait) => Math.floor((wait - 7_500) / 1_500))
    for (let tenth = 0; tenth < 10; tenth++) {
      expect(inTenths.get(tenth)?.length).toBeGreaterThan(60)
      expect(inTenths.get(tenth)?.length).toBeLessThan(140)
    }
  })
})

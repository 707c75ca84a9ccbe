import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOutOfPatience, postponedBy, timesPostponed } from '#shared/domain/delivery/postpone.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { aMessage } from '#test/support/builders/messages.ts'

const at = '2026-03-10T09:00:00.000Z'
const now = new Date(at)
const after = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000)
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
          const wait = postponedBy(aMessage({ purpose, entry, history: postponedTimes(times) }), now)
          expect(wait).toBeGreaterThanOrEqual(base / 2)
          expect(wait).toBeLessThanOrEqual(base * 1.5)
        }),
      )
    },
  )

  it('waits what it must beside that', () => {
    const message = aMessage()
    expect(postponedBy(message, now, 42_000)).toBe(postponedBy(message, now) + 42_000)
    expect(postponedBy(message, now, -1)).toBe(postponedBy(message, now))
  })

  it('counts what kept it from going out, and no night and no switch', () => {
    const history = heldFor('no-slot', 'quiet-hours', 'circuit-open', 'stopped', 'throttled', 'unavailable')
    expect(timesPostponed({ history: [...history, ...heldFor('account-paused')] })).toBe(5)
  })

  it('waits the same in a replay, and another time at each round', () => {
    const waits = [0, 1, 2].map(
      (times) => postponedBy(aMessage({ history: postponedTimes(times) }), now) / 2 ** times,
    )
    expect(new Set(waits).size).toBe(3)
    expect(postponedBy(aMessage(), now)).toBe(postponedBy(aMessage(), now))
  })

  it('does not come back together with the others', () => {
    const waits = Array.from({ length: 1_000 }, (_, index) =>
      postponedBy(aMessage({ customerId: `C${index}` }), now),
    )
    const inTenths = Map.groupBy(waits, (wait) => Math.floor((wait - 7_500) / 1_500))
    for (let tenth = 0; tenth < 10; tenth++) {
      expect(inTenths.get(tenth)?.length).toBeGreaterThan(60)
      expect(inTenths.get(tenth)?.length).toBeLessThan(140)
    }
  })

  it.each([
    ['an hour', 60, 600_000],
    ['two hours', 120, 900_000],
    ['a day', 24 * 60, 3 * 3_600_000],
    ['a month', 30 * 24 * 60, 6 * 3_600_000],
  ])('waits the longer, the longer it has been put off: after %s', (_, minutes, base) => {
    const wait = postponedBy(aMessage({ history: postponedTimes(7) }), after(minutes))
    expect(wait).toBeGreaterThanOrEqual(base / 2)
    expect(wait).toBeLessThanOrEqual(base * 1.5)
  })

  it('is put off some hundred times in three months, not thousands', () => {
    const history: { state: 'held'; at: string; note: string }[] = []
    const end = now.getTime() + 90 * 86_400_000
    for (let time = now.getTime(); time < end; ) {
      history.push({ state: 'held', at: new Date(time).toISOString(), note: 'account-paused' })
      time += postponedBy(aMessage({ history }), new Date(time), 300_000)
    }
    expect(history.length).toBeLessThan(500)
  })
})

describe('the patience of a service message whose provider is in trouble', () => {
  const history = heldFor('quiet-hours', 'unavailable', 'circuit-open')
  const patient = { purpose: 'service', history, fallbacks: ['sms'] } as const

  it.each([
    ['ends after half an hour', patient, 30, true],
    ['lasts up to then', patient, 29.9, false],
    ['does not end where there is no other channel', { ...patient, fallbacks: [] }, 300, false],
    ['does not end where nobody knows of one', { purpose: 'service', history }, 300, false],
    ['is no matter of marketing', { ...patient, purpose: 'marketing' }, 300, false],
    ['is not tried by a busy account', { ...patient, history: heldFor('no-slot', 'throttled') }, 300, false],
    ['is not tried by the night', { ...patient, history: heldFor('quiet-hours', 'stopped') }, 300, false],
  ] as const)('%s', (_, message, minutes, expected) => {
    expect(
      isOutOfPatience(
        aMessage({
          ...message,
          fallbacks: [...(('fallbacks' in message && message.fallbacks) || [])],
          history: [...message.history],
        }),
        after(minutes),
      ),
    ).toBe(expected)
  })
})

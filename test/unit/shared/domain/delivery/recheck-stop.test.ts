import { describe, expect, it } from 'vitest'
import { askAgainAt, type StopNote } from '#shared/domain/delivery/recheck-stop.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { aMessage, decidedAt } from '#test/support/builders/messages.ts'

const MINUTE = 60_000
const now = new Date('2026-03-10T10:00:00.000Z')

const whys: readonly StopNote[] = ['stopped', 'campaign-paused']

const waitOf = (message: MessageEntry, why: StopNote = 'stopped', at = now): number | undefined => {
  const until = askAgainAt(message, why, at)
  return until && (until.getTime() - at.getTime()) / MINUTE
}

/** A message that was first held so long ago. */
const heldSince = (minutes: number, note: StopNote, changes: Partial<MessageEntry> = {}): MessageEntry =>
  aMessage({
    validUntil: '2026-06-01T00:00:00.000Z',
    history: [
      { state: 'queued', at: decidedAt },
      { state: 'held', at: new Date(now.getTime() - minutes * MINUTE).toISOString(), note },
      { state: 'queued', at: now.toISOString() },
    ],
    ...changes,
  })

describe.each([
  ['whose purpose is stopped', 'stopped', 15],
  ['whose campaign is paused', 'campaign-paused', 2],
] as const)('a message %s', (_, why, first) => {
  it(`is asked about again in ${first} minutes, or a little later, the same at every replay`, () => {
    const waits = Array.from({ length: 200 }, (_, n) => waitOf(aMessage({ customerId: `C${n}` }), why) ?? 0)
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(first)
    expect(Math.max(...waits)).toBeLessThan((first * 4) / 3)
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(first / 4)
    expect(askAgainAt(aMessage(), why, now)).toEqual(askAgainAt(aMessage(), why, now))
  })

  it.each([
    [60, 15, 20],
    [8 * 60, 60, 80],
    [60 * 24 * 30, 6 * 60, 8 * 60],
  ])('after %i minutes of it in %i to %i more', (since, from, to) => {
    const wait = waitOf(heldSince(since, why), why)
    expect(wait).toBeGreaterThanOrEqual(from)
    expect(wait).toBeLessThan(to)
  })

  it('keeps a history that fits its item, however long it lasts', () => {
    let message = heldSince(0, why, { validUntil: '2026-06-08T00:00:00.000Z' })
    let at = now
    for (;;) {
      const until = askAgainAt(message, why, at)
      if (!until) break
      const steps = [
        { state: 'held', at: at.toISOString(), note: why },
        { state: 'queued', at: until.toISOString() },
      ] as const
      message = { ...message, history: [...message.history, ...steps] }
      at = until
    }
    expect(at.toISOString()).toBe('2026-06-07T23:59:00.000Z')
    expect(JSON.stringify(message).length).toBeLessThan(100_000)
  })

  it('is asked about a last time a minute before it is no longer true, and then expires', () => {
    const message = aMessage({ validUntil: '2026-03-10T10:02:30.000Z' })
    expect(askAgainAt(message, why, now)?.toISOString()).toBe('2026-03-10T10:01:30.000Z')
    expect(askAgainAt(message, why, new Date('2026-03-10T10:01:29.999Z'))).toBeDefined()
    expect(askAgainAt(message, why, new Date('2026-03-10T10:01:30.000Z'))).toBeUndefined()
  })

  it('waits by its own past, not by what else held it', () => {
    for (const other of whys.filter((note) => note !== why)) {
      const wait = waitOf(heldSince(8 * 60, other), why)
      expect(wait).toBeLessThan((first * 4) / 3)
    }
  })
})

describe('a message whose campaign was resumed', () => {
  it.each([
    [3, 3],
    [10, 10],
    [15, 15],
    [40, 15],
  ])('after %i minutes waits no longer than %i more and the spread', (minutes, atMost) => {
    for (let n = 0; n < 50; n++) {
      const message = heldSince(minutes, 'campaign-paused', { customerId: `C${n}` })
      const wait = waitOf(message, 'campaign-paused')
      expect(wait).toBeGreaterThanOrEqual(atMost)
      expect(wait).toBeLessThan((atMost * 4) / 3)
    }
  })
})

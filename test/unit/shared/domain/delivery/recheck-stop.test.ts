import { describe, expect, it } from 'vitest'
import { stoppedUntil } from '#shared/domain/delivery/recheck-stop.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { aMessage, decidedAt } from '#test/support/builders/messages.ts'

const MINUTE = 60_000
const now = new Date('2026-03-10T10:00:00.000Z')

const waitOf = (message: MessageEntry, at = now): number | undefined => {
  const until = stoppedUntil(message, at)
  return until && (until.getTime() - at.getTime()) / MINUTE
}

/** A message that was first held so long ago. */
const heldSince = (minutes: number, changes: Partial<MessageEntry> = {}): MessageEntry =>
  aMessage({
    validUntil: '2026-06-01T00:00:00.000Z',
    history: [
      { state: 'queued', at: decidedAt },
      { state: 'held', at: new Date(now.getTime() - minutes * MINUTE).toISOString(), note: 'stopped' },
      { state: 'queued', at: now.toISOString() },
    ],
    ...changes,
  })

describe('a message whose purpose is stopped', () => {
  it('is asked about again in a quarter of an hour, or a little later, the same at every replay', () => {
    const waits = Array.from({ length: 200 }, (_, n) => waitOf(aMessage({ customerId: `C${n}` })) ?? 0)
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(15)
    expect(Math.max(...waits)).toBeLessThan(20)
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(4)
    expect(stoppedUntil(aMessage(), now)).toEqual(stoppedUntil(aMessage(), now))
  })

  it.each([
    [60, 15, 20],
    [8 * 60, 60, 80],
    [60 * 24 * 30, 6 * 60, 8 * 60],
  ])('after %i minutes of it in %i to %i more', (since, from, to) => {
    const wait = waitOf(heldSince(since))
    expect(wait).toBeGreaterThanOrEqual(from)
    expect(wait).toBeLessThan(to)
  })

  it('keeps a history that fits its item, however long the stop lasts', () => {
    let message = heldSince(0, { validUntil: '2026-06-08T00:00:00.000Z' })
    let at = now
    for (;;) {
      const until = stoppedUntil(message, at)
      if (!until) break
      const steps = [
        { state: 'held', at: at.toISOString(), note: 'stopped' },
        { state: 'queued', at: until.toISOString() },
      ] as const
      message = { ...message, history: [...message.history, ...steps] }
      at = until
    }
    expect(at.toISOString()).toBe('2026-06-07T23:59:00.000Z')
    expect(JSON.stringify(message).length).toBeLessThan(100_000)
  })

  it('is asked about a last time a minute before it is no longer true, and then expires', () => {
    const message = aMessage({ validUntil: '2026-03-10T10:05:00.000Z' })
    expect(stoppedUntil(message, now)?.toISOString()).toBe('2026-03-10T10:04:00.000Z')
    expect(stoppedUntil(message, new Date('2026-03-10T10:03:59.999Z'))).toBeDefined()
    expect(stoppedUntil(message, new Date('2026-03-10T10:04:00.000Z'))).toBeUndefined()
  })
})

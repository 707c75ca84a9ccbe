import { describe, expect, it } from 'vitest'
import { afterBounce } from '#shared/domain/delivery/fallback.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { endOrFallBack } from '#shared/use-cases/fall-back.ts'
import { aMessage } from '#test/support/builders/messages.ts'
import { createCounts } from '#test/support/fakes/delivery-world.ts'
import { createInMemoryJournal } from '#test/support/fakes/in-memory-journal.ts'

const at = new Date('2026-03-10T09:05:00.000Z')

const aBounce = (changes: Partial<MessageEntry> = {}) => {
  const message = aMessage({ state: 'sent', attempts: 1, fallbacks: ['sms'], ...changes })
  const journal = createInMemoryJournal(message)
  const counters = createCounts()
  const end = endOrFallBack({ journal, counters })
  const transition = { to: 'bounced', reason: 'bounced', at } as const
  return {
    message,
    journal,
    counts: counters.counts,
    bounce: () => end(message, transition, afterBounce(message, at)),
  }
}

describe('a message that ends', () => {
  it('and the one that takes its place are there together', async () => {
    const { bounce, journal, message, counts } = aBounce()
    expect(await bounce()).toEqual({ moved: true })
    expect(journal.stored(message)).toMatchObject({ state: 'bounced', reason: 'bounced' })
    expect(journal.stored(message).history.at(-1)?.note).toBe('fallback-sms')
    expect(journal.all().map(({ channel, state }) => [channel, state])).toEqual([
      ['email', 'bounced'],
      ['sms', 'held'],
    ])
    expect(counts).toEqual({ MessagesFellBack: 1 })
  })

  it('does so once, however often it is told', async () => {
    const { bounce, journal, counts } = aBounce()
    await bounce()
    await Promise.all([bounce(), bounce()])
    expect(journal.all()).toHaveLength(2)
    expect(counts).toEqual({ MessagesFellBack: 1 })
  })

  it('does neither where the write fails, and both when it is done again', async () => {
    const { bounce, journal } = aBounce()
    journal.failOnce('bounced', new Error('table out of reach'))
    await expect(bounce()).rejects.toThrow('table out of reach')
    expect(journal.all().map(({ state }) => state)).toEqual(['sent'])
    await bounce()
    expect(journal.all().map(({ state }) => state)).toEqual(['bounced', 'held'])
  })

  it('ends alone where there is no other channel', async () => {
    const { bounce, journal, counts } = aBounce({ fallbacks: [] })
    await bounce()
    expect(journal.all().map(({ state, history }) => [state, history.at(-1)?.note])).toEqual([
      ['bounced', undefined],
    ])
    expect(counts).toEqual({})
  })
})

import { describe, expect, it } from 'vitest'
import { releaseDue } from '#functions/release-due/release-due.ts'
import { PermanentError, RetryableError } from '#shared/domain/errors.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import type { MessageState } from '#shared/domain/message/lifecycle.ts'
import { aHeldMessage, aMessage, aTask } from '#test/support/builders/messages.ts'
import { createReleaseWorld } from '#test/support/fakes/release-world.ts'

const DUE = new Date('2026-03-10T09:15:00.000Z')
const TICK = new Date('2026-03-10T09:16:00.000Z')
const HOUR = 3_600_000
const later = (hours: number) => new Date(TICK.getTime() + hours * HOUR)

/** Messages that were queued a while ago, under `settle` in the index. */
const world = (...messages: readonly MessageEntry[]) => {
  const made = createReleaseWorld({ messages, now: TICK })
  for (const { customerId, entry } of messages) made.unsettled.put('settle', { customerId, entry, due: DUE })
  const tick = releaseDue(made.dependencies)
  return { ...made, tick: (at = TICK) => tick(at) }
}
const inState = (state: MessageState, changes: Partial<MessageEntry> = {}) => aMessage({ state, ...changes })
const many = (count: number): MessageEntry[] =>
  Array.from({ length: count }, (_, i) => aMessage({ customerId: `C${i}` }))

describe.each(['queued', 'sending'] as const)('a message that is still %s after a while', (state) => {
  it('goes on its queue again, as it is: what becomes of it is delivery’s to decide', async () => {
    const message = inState(state, { channel: 'sms', purpose: 'marketing' })
    const { tick, queued, journal, counts } = world(message)
    await tick()
    const { customerId, entry } = message
    expect(queued).toEqual([{ channel: 'sms', purpose: 'marketing', customerId, entry }])
    expect(journal.stored(message)).toEqual(message)
    expect(counts).toMatchObject({ MessagesRequeued: 1 })
  })

  it('is not looked at before its time', async () => {
    const { tick, queued, counts } = world(inState(state))
    await tick(new Date(DUE.getTime() - 1))
    expect(queued).toEqual([])
    expect(counts).not.toHaveProperty('MessagesRequeued')
  })

  it('is put there once an hour, however many ticks there are', async () => {
    const { tick, queued } = world(inState(state))
    for (const minutes of [0, 1, 2, 30, 59]) await tick(new Date(TICK.getTime() + minutes * 60_000))
    expect(queued).toHaveLength(1)
    await tick(later(1))
    await tick(later(1.5))
    expect(queued).toHaveLength(2)
  })

  it('is counted once by two ticks at the same time', async () => {
    const { tick, counts } = world(inState(state))
    await Promise.all([tick(), tick()])
    expect(counts).toMatchObject({ MessagesRequeued: 1 })
  })
})

describe('a message that is sent', () => {
  it('is not sent again, and waited for', async () => {
    const message = inState('sent')
    const { tick, queued, journal, counts } = world(message)
    for (const hours of [0, 1, 24, 71]) await tick(later(hours))
    expect(queued).toEqual([])
    expect(journal.stored(message)).toEqual(message)
    expect(counts).not.toHaveProperty('MessagesUnconfirmed')
  })

  it('is unconfirmed once where no word of it comes for three days', async () => {
    const message = inState('sent')
    const { tick, journal, counts, queued } = world(message)
    await tick()
    await Promise.all([tick(later(72)), tick(later(72))])
    await tick(later(100))
    expect(counts).toMatchObject({ MessagesUnconfirmed: 1 })
    expect(queued).toEqual([])
    expect(journal.stored(message)).toEqual({
      ...message,
      unconfirmed: true,
      history: [...message.history, { state: 'sent', at: later(72).toISOString(), note: 'unconfirmed' }],
    })
  })

  it('is confirmed where the word comes just in time', async () => {
    const message = inState('sent')
    const { tick, journal, counts } = world(message)
    await tick()
    await journal.transition(message, { to: 'delivered', at: later(71) })
    await tick(later(72))
    expect(journal.stored(message)).not.toHaveProperty('unconfirmed')
    expect(counts).not.toHaveProperty('MessagesUnconfirmed')
  })

  it('may be delivered when it is unconfirmed already', async () => {
    const message = inState('sent')
    const { tick, journal } = world(message)
    await tick()
    await tick(later(72))
    await journal.transition(message, { to: 'delivered', at: later(90) })
    expect(journal.stored(message).state).toBe('delivered')
  })

  it('is not waited for where its provider never says anything', async () => {
    const message = inState('sent', { channel: 'sms' })
    const made = world(message)
    const tick = releaseDue({ ...made.dependencies, givesFeedback: (channel) => channel === 'email' })
    await tick(TICK)
    expect(made.unsettled.entries('settle')).toEqual([])
    await tick(later(100))
    expect(made.journal.stored(message)).toEqual(message)
    expect(made.counts).not.toHaveProperty('MessagesUnconfirmed')
  })
})

it.each(['held', 'delivered', 'bounced', 'failed', 'expired', 'cancelled'] as const)(
  'a message that is %s meanwhile is left alone, though the index still shows it',
  async (state) => {
    const message = inState(state)
    const { dependencies, queued, journal } = world(message)
    const shown = async function* () {
      yield [{ customerId: message.customerId, entry: message.entry, due: DUE }]
    }
    const due = { ...dependencies.due, unsettledMessages: () => [shown()] }
    await releaseDue({ ...dependencies, due })(TICK)
    expect(queued).toEqual([])
    expect(journal.stored(message)).toEqual(message)
  },
)

describe('a run that fails half-way', () => {
  it('puts what no queue took there with the next tick', async () => {
    const { tick, refuse, queued, counts } = world(...many(4))
    refuse('C1', 'C3')
    await tick()
    expect(counts).toMatchObject({ MessagesRequeued: 2, DueWorkFailed: 2 })
    refuse()
    await tick()
    expect(queued.map(({ customerId }) => customerId).sort()).toEqual(['C0', 'C1', 'C2', 'C3'])
  })

  it('repeats what it could not write down', async () => {
    const { tick, unsettled, queued } = world(aMessage())
    unsettled.failOnce(new RetryableError('throttled'))
    await tick()
    await tick()
    await tick()
    expect(queued).toHaveLength(2)
  })

  it('lets nobody wait for one that cannot be read', async () => {
    const made = world(...many(5))
    const { journal } = made.dependencies
    await releaseDue({
      ...made.dependencies,
      journal: {
        ...journal,
        message: async (key) => {
          if (key.customerId === 'C2') throw new PermanentError('unreadable-message')
          return journal.message(key)
        },
      },
    })(TICK)
    expect(made.queued.map(({ customerId }) => customerId).sort()).toEqual(['C0', 'C1', 'C3', 'C4'])
    expect(made.counts).toMatchObject({ MessagesRequeued: 4, DueWorkFailed: 1 })
  })

  it('does the rest, and then fails, where a part of the index cannot be read', async () => {
    const made = createReleaseWorld({
      messages: [aHeldMessage({ heldUntil: DUE.toISOString() })],
      tasks: [aTask({ dueAt: DUE.toISOString() })],
      now: TICK,
    })
    const broken = () => {
      throw new RetryableError('throttled')
    }
    const due = { ...made.dependencies.due, unsettledMessages: broken }
    await expect(releaseDue({ ...made.dependencies, due })(TICK)).rejects.toEqual(
      new RetryableError('throttled'),
    )
    expect(made.counts).toMatchObject({ MessagesReleased: 1, TasksEscalated: 1 })
  })
})

it('what waits for its time is not due: it makes nothing look late', async () => {
  const { tick, counts } = world(aMessage(), inState('sent', { customerId: 'C2' }))
  await tick()
  expect(counts.DueWorkAge).toBe(60)
  await tick(later(0.5))
  // The sum of what both ticks said.
  expect(counts.DueWorkAge).toBe(60)
})

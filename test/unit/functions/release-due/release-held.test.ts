import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { releaseDue } from '#functions/release-due/release-due.ts'
import { PermanentError, RetryableError } from '#shared/domain/errors.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import type { Delivery } from '#shared/ports/decision-recorder.ts'
import { aHeldMessage } from '#test/support/builders/messages.ts'
import { createReleaseWorld, type ReleaseWorldOptions } from '#test/support/fakes/release-world.ts'

const DUE = '2026-03-11T07:10:00.000Z'
const at = (instant: string) => new Date(instant)

const world = (...messages: readonly MessageEntry[]) => create({ messages })
const create = (options: ReleaseWorldOptions) => {
  const made = createReleaseWorld(options)
  const tick = releaseDue(made.dependencies)
  return {
    ...made,
    tick: (instant = '2026-03-11T07:11:00Z') => tick(at(instant)),
    tickWith: (changes: Partial<typeof made.dependencies>) =>
      releaseDue({ ...made.dependencies, ...changes })(at('2026-03-11T07:11:00Z')),
    states: () =>
      Object.fromEntries(made.journal.all().map(({ customerId, state }) => [customerId, state] as const)),
  }
}
const many = (count: number): MessageEntry[] =>
  Array.from({ length: count }, (_, i) => aHeldMessage({ customerId: `C${i}` }))

describe('a held message', () => {
  it('stays held until its time, and is on no queue', async () => {
    const { tick, queued, states } = world(aHeldMessage())
    await tick('2026-03-11T07:09:59Z')
    expect(queued).toEqual([])
    expect(states()).toEqual({ C1: 'held' })
  })

  it('goes on its channel’s queue when its time has come, to the second', async () => {
    const message = aHeldMessage()
    const { tick, queued, journal, counts } = world(message)
    await tick(DUE)
    expect(queued).toEqual([{ channel: 'sms', purpose: 'marketing', customerId: 'C1', entry: message.entry }])
    expect(journal.stored(message)).toMatchObject({
      state: 'queued',
      history: [{ state: 'held' }, { state: 'queued', at: DUE }],
    })
    expect(counts).toMatchObject({ MessagesReleased: 1 })
  })

  it('is released once, however often it is ticked', async () => {
    const { tick, queued, counts } = world(aHeldMessage())
    await tick()
    await tick()
    expect(queued).toHaveLength(1)
    expect(counts).toMatchObject({ MessagesReleased: 1 })
  })

  it('is released once by two ticks at the same time', async () => {
    const { tick, journal, counts } = world(...many(7))
    await Promise.all([tick(), tick()])
    expect(counts).toMatchObject({ MessagesReleased: 7 })
    for (const { history } of journal.all()) expect(history).toHaveLength(2)
  })

  it.each([
    ['is being sent by a faster delivery', { state: 'sending', attempts: 1 } as const],
    ['was put off again by a faster delivery', { heldUntil: '2026-03-11T07:30:00.000Z' }],
  ])('stays where it is when it %s', async (_, meanwhile) => {
    const message = aHeldMessage()
    const { journal, tickWith, dependencies } = world(message)
    const faster = { ...message, ...meanwhile }
    const { queues } = dependencies
    await tickWith({
      queues: {
        enqueue: async (deliveries) => {
          const left = await queues.enqueue(deliveries)
          journal.put(faster)
          return left
        },
      },
    })
    expect(journal.stored(message)).toEqual(faster)
  })

  it('is found however many there are', async () => {
    const { tick, queued } = world(...many(50))
    await tick()
    expect(new Set(queued.map(({ customerId }) => customerId)).size).toBe(50)
    expect(queued).toHaveLength(50)
  })

  it('is found however late the tick comes', async () => {
    const { tick, states } = world(aHeldMessage({ heldUntil: '2026-01-01T07:00:00.000Z' }))
    await tick()
    expect(states()).toEqual({ C1: 'queued' })
  })

  it('expires where it is no longer true by the clock, and is on no queue', async () => {
    const message = aHeldMessage({ validUntil: '2026-03-11T07:12:00.000Z' })
    const { tick, queued, journal, counts } = create({ messages: [message], now: at('2026-03-11T07:12:00Z') })
    await tick()
    expect(queued).toEqual([])
    expect(journal.stored(message)).toMatchObject({ state: 'expired', reason: 'expired' })
    expect(counts).toMatchObject({ MessagesExpired: 1 })
    expect(counts).not.toHaveProperty('MessagesReleased')
  })

  it('does not expire in a replay because its tick comes hours later', async () => {
    const { tick, states } = world(aHeldMessage({ validUntil: '2026-03-11T08:00:00.000Z' }))
    await tick('2026-03-11T12:00:00Z')
    expect(states()).toEqual({ C1: 'queued' })
  })

  it('that has moved on is left alone, though the index still shows it', async () => {
    const message = aHeldMessage({ state: 'delivered' })
    const { tick, queued, journal, leaveInIndex } = world(message)
    leaveInIndex({ ...message, due: at(DUE) })
    leaveInIndex({ customerId: 'gone', entry: 'gone', due: at(DUE) })
    await tick()
    expect(queued).toEqual([])
    expect(journal.stored(message)).toEqual(message)
  })
})

describe('a run that fails half-way', () => {
  it('leaves held what no queue took, and releases it with the next tick', async () => {
    const { tick, refuse, states, queued, counts } = world(...many(4))
    refuse('C1', 'C3')
    await tick()
    expect(states()).toEqual({ C0: 'queued', C1: 'held', C2: 'queued', C3: 'held' })
    expect(counts).toMatchObject({ MessagesReleased: 2, DueWorkFailed: 2 })
    refuse()
    await tick()
    expect(new Set(Object.values(states()))).toEqual(new Set(['queued']))
    expect(queued).toHaveLength(4)
  })

  it('leaves on its queue, still held, what it could not write down, and does both again', async () => {
    const message = aHeldMessage()
    const { tick, journal, queued, states } = world(message)
    journal.failOnce('queued', new RetryableError('throttled'))
    await tick()
    expect(queued).toHaveLength(1)
    expect(states()).toEqual({ C1: 'held' })
    await tick()
    expect(queued).toHaveLength(2)
    expect(states()).toEqual({ C1: 'queued' })
  })

  it('lets nobody wait for one that cannot be read', async () => {
    const { dependencies, tickWith, states, counts } = world(...many(5))
    const { journal } = dependencies
    await tickWith({
      journal: {
        ...journal,
        message: async (key) => {
          if (key.customerId === 'C2') throw new PermanentError('unreadable-message')
          return journal.message(key)
        },
      },
    })
    expect(states()).toEqual({ C0: 'queued', C1: 'queued', C2: 'held', C3: 'queued', C4: 'queued' })
    expect(counts).toMatchObject({ MessagesReleased: 4, DueWorkFailed: 1 })
  })

  it('does the other shards, and then fails as a whole, where one shard cannot be read', async () => {
    const { dependencies, tickWith, failIndexOnce, queued, tick } = world(...many(8))
    const slowly = async (deliveries: readonly Delivery[]) => {
      await setImmediate()
      return dependencies.queues.enqueue(deliveries)
    }
    failIndexOnce(new RetryableError('throttled'))
    await expect(tickWith({ queues: { enqueue: slowly } })).rejects.toEqual(new RetryableError('throttled'))
    expect(queued).toHaveLength(4)
    await tick()
    expect(queued).toHaveLength(8)
  })

  it('ends when its time is up, and the next tick goes on', async () => {
    const { tickWith, pagesRead, queued, tick } = world(...many(30))
    await tickWith({ hasTime: () => pagesRead() <= 2 })
    expect(queued.length).toBeGreaterThan(0)
    expect(queued.length).toBeLessThan(30)
    await tick()
    expect(new Set(queued.map(({ customerId }) => customerId)).size).toBe(30)
  })
})

describe('how long the oldest was due', () => {
  it.each([
    ['nothing is due', [], 0],
    ['something just is', [aHeldMessage({ heldUntil: '2026-03-11T07:11:00.000Z' })], 0],
    [
      'some is older',
      [
        aHeldMessage(),
        aHeldMessage({ customerId: 'C2', heldUntil: '2026-03-11T06:11:00.000Z' }),
        aHeldMessage({ customerId: 'C3', heldUntil: '2026-03-11T07:00:00.000Z' }),
      ],
      3600,
    ],
  ] as const)('is told when %s', async (_, messages, seconds) => {
    const { tick, counts } = world(...messages)
    await tick()
    expect(counts.DueWorkAge).toBe(seconds)
  })
})

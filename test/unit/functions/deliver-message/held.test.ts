import { describe, expect, it } from 'vitest'
import { RetryableError } from '#shared/domain/errors.ts'
import { aHeldMessage } from '#test/support/builders/messages.ts'
import { aDelivery, type DeliveryOptions } from '#test/unit/functions/deliver-message/delivery.ts'

const HELD_UNTIL = '2026-03-11T07:10:00.000Z'

/** A held message that is on its queue: release-due puts it there before it writes it down as queued. */
const aHeldDelivery = (options: DeliveryOptions = {}) =>
  aDelivery({
    consents: [['marketing', 'sms', true]],
    now: '2026-03-11T07:10:05.000Z',
    ...options,
    message: aHeldMessage(options.message),
  })

const states = ({ stored }: ReturnType<typeof aDelivery>) => stored().history.map(({ state }) => state)

describe('a held message on its queue', () => {
  it('is not sent before its time, and comes back', async () => {
    const delivery = aHeldDelivery({ now: '2026-03-11T07:09:59.999Z' })
    await expect(delivery.receive()).rejects.toEqual(new RetryableError('held'))
    expect(delivery.sms.taken).toEqual([])
    expect(delivery.stored()).toEqual(delivery.message)
  })

  it('is not waited for where its time is far: release-due puts it there anew', async () => {
    const delivery = aHeldDelivery({ now: '2026-03-11T07:08:59.999Z' })
    await delivery.receive()
    expect(delivery.sms.taken).toEqual([])
    expect(delivery.stored()).toEqual(delivery.message)
  })

  it('is released and sent when its time has come, in case release-due died', async () => {
    const delivery = aHeldDelivery({ now: HELD_UNTIL })
    await delivery.receive()
    expect(delivery.sms.taken).toHaveLength(1)
    expect(states(delivery)).toEqual(['held', 'queued', 'sending', 'sent'])
    expect(delivery.counts).toEqual({ MessagesReleased: 1, MessagesSent: 1 })
  })

  it('is sent once and counted once by two runs at the same time', async () => {
    const delivery = aHeldDelivery()
    await Promise.all([delivery.receive(1, 'record-1'), delivery.receive(1, 'record-2')])
    await delivery.receive(1, 'record-3')
    expect(delivery.sms.taken).toHaveLength(1)
    expect(delivery.counts).toEqual({ MessagesReleased: 1, MessagesSent: 1 })
  })

  it('is sent once where release-due writes it down at the same time', async () => {
    const delivery = aHeldDelivery()
    const released = delivery.journal.transition(delivery.message, { to: 'queued', at: new Date(HELD_UNTIL) })
    await Promise.all([released, delivery.receive()])
    expect(delivery.sms.taken).toHaveLength(1)
    expect(states(delivery)).toEqual(['held', 'queued', 'sending', 'sent'])
  })

  it('is sent once where release-due writes it down between our look and our write', async () => {
    const delivery = aHeldDelivery()
    const { transition } = delivery.journal
    let released = false
    delivery.journal.transition = async (key, wanted) => {
      if (!released) await transition(key, { to: 'queued', at: new Date(HELD_UNTIL) })
      released = true
      return transition(key, wanted)
    }
    await delivery.receive()
    expect(delivery.sms.taken).toHaveLength(1)
    // Counted by who wrote it.
    expect(delivery.counts).toEqual({ MessagesSent: 1 })
  })

  it('comes back where its release cannot be written, and is not sent', async () => {
    const delivery = aHeldDelivery()
    delivery.journal.failOnce('queued', new RetryableError('throttled'))
    await expect(delivery.receive()).rejects.toEqual(new RetryableError('throttled'))
    expect(delivery.sms.taken).toEqual([])
    expect(delivery.stored().state).toBe('held')
    await delivery.receive(2)
    expect(delivery.sms.taken).toHaveLength(1)
  })

  it.each([
    [
      'its time as true is over',
      { message: { validUntil: '2026-03-11T07:10:05.000Z' } },
      'expired',
      'expired',
    ],
    ['consent was withdrawn in the night', { consents: [] }, 'cancelled', 'no-consent'],
    ['its campaign ended in the night', { campaign: { status: 'ended' } }, 'cancelled', 'campaign-not-live'],
  ] as const)('ends when %s', async (_, options, state, reason) => {
    const delivery = aHeldDelivery(options as DeliveryOptions)
    await delivery.receive()
    expect(delivery.stored()).toMatchObject({ state, reason })
    expect(delivery.sms.taken).toEqual([])
  })
})

it('a released message is sent, in a replay, at the moment it was held until', async () => {
  const delivery = aHeldDelivery({ message: { state: 'queued' }, clock: 'event' })
  await delivery.receive()
  expect(delivery.stored().history.at(-1)).toEqual({ state: 'sent', at: HELD_UNTIL })
  const untilNotTrue = (Date.parse('2026-03-12T09:00:00Z') - Date.parse(HELD_UNTIL)) / 1000
  expect(delivery.sms.taken).toMatchObject([{ timeToLive: untilNotTrue }])
})

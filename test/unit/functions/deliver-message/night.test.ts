import { describe, expect, it } from 'vitest'
import { aMessage } from '#test/support/builders/messages.ts'
import { aDelivery, type DeliveryOptions } from '#test/unit/functions/deliver-message/delivery.ts'

/** Decided by day in Prague; the queue hands it out when `now` says. */
const lateMarketing = (options: DeliveryOptions = {}) =>
  aDelivery({
    consents: [['marketing', 'sms', true]],
    timeZone: 'Europe/Prague',
    ...options,
    message: {
      purpose: 'marketing',
      channel: 'sms',
      validUntil: '2026-03-11T20:00:00.000Z',
      ...options.message,
    },
  })

describe('marketing that comes late, by a retry or a redrive', () => {
  it('leaves until nine in the evening', async () => {
    const delivery = lateMarketing({ now: '2026-03-10T19:59:59.999Z' })
    await delivery.receive()
    expect(delivery.stored().state).toBe('sent')
  })

  it('waits for the morning from nine in the evening on, where the customer lives', async () => {
    const delivery = lateMarketing({ now: '2026-03-10T20:00:00.000Z' })
    await delivery.receive()
    expect(delivery.sms.taken).toEqual([])
    expect(delivery.stored().state).toBe('held')
    expect(delivery.stored().heldUntil).toMatch(/^2026-03-11T07:[0-2]\d:/)
    expect(delivery.stored().history.at(-1)).toMatchObject({ state: 'held', note: 'quiet-hours' })
    expect(delivery.counts).toEqual({ MessagesHeld: 1 })
  })

  it('waits with many others, but they do not leave all at once when the hours begin', async () => {
    const release = async (customer: number): Promise<string | undefined> => {
      const signal = { ...aMessage().signal, id: `LowBalance:${customer}` }
      const delivery = lateMarketing({ now: '2026-03-10T23:00:00.000Z', message: { signal } })
      await delivery.receive()
      return delivery.stored().heldUntil
    }
    const releases = await Promise.all(Array.from({ length: 300 }, (_, customer) => release(customer)))
    const perMinute = new Map<string, number>()
    for (const at of releases) {
      expect(at).toMatch(/^2026-03-11T07:[0-2]\d:/)
      const minute = String(at).slice(0, 16)
      perMinute.set(minute, (perMinute.get(minute) ?? 0) + 1)
    }
    expect(Math.max(...perMinute.values())).toBeLessThan(30)
  })

  it('leaves once its morning has come', async () => {
    const delivery = lateMarketing({
      now: '2026-03-11T07:00:01.000Z',
      message: { state: 'held', heldUntil: '2026-03-11T07:00:00.000Z' },
    })
    await delivery.receive()
    expect(delivery.sms.taken).toHaveLength(1)
  })

  it('expires where it would not be true any more by then', async () => {
    const delivery = lateMarketing({
      now: '2026-03-10T23:00:00.000Z',
      message: { validUntil: '2026-03-11T07:00:00.000Z' },
    })
    await delivery.receive()
    expect(delivery.sms.taken).toEqual([])
    expect(delivery.stored()).toMatchObject({ state: 'expired', reason: 'quiet-hours' })
  })

  it('keeps the hours of the bank’s own zone where the customer’s is unknown or does not exist', async () => {
    for (const zone of [{}, { timeZone: 'Mars/Olympus' }]) {
      const delivery = aDelivery({
        consents: [['marketing', 'sms', true]],
        now: '2026-03-10T20:00:00.000Z',
        ...zone,
        message: { purpose: 'marketing', channel: 'sms', validUntil: '2026-03-11T20:00:00.000Z' },
      })
      await delivery.receive()
      expect(delivery.stored().state).toBe('held')
    }
  })

  it('does not wait when in doubt: it may have gone out already', async () => {
    const delivery = lateMarketing({
      now: '2026-03-10T23:00:00.000Z',
      message: { state: 'sending', attempts: 1 },
    })
    await delivery.receive(9)
    expect(delivery.sms.taken).toEqual([])
    expect(delivery.stored()).toMatchObject({ state: 'failed', reason: 'in-doubt' })
  })
})

describe('a service message', () => {
  it('leaves at any hour', async () => {
    const delivery = aDelivery({ now: '2026-03-10T23:00:00.000Z', timeZone: 'Europe/Prague' })
    await delivery.receive()
    expect(delivery.stored().state).toBe('sent')
  })
})

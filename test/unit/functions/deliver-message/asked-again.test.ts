import { describe, expect, it } from 'vitest'
import { factVersion } from '#shared/domain/profile/version.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { aDelivery, type DeliveryOptions } from '#test/unit/functions/deliver-message/delivery.ts'

const told = (minor: number, time: string): NonNullable<DeliveryOptions['profile']> => ({
  balances: new Map([['A77', { v: factVersion(time, 'E2'), minor, currency: 'CZK' }]]),
})
const marketing = {
  message: { purpose: 'marketing', channel: 'sms' },
  consents: [['marketing', 'sms', true]],
} as const

describe('what delivery asks again', () => {
  it('a low balance that recovered is not mentioned any more', async () => {
    const delivery = aDelivery({ profile: told(500_000, '2026-03-10T09:00:03Z') })
    await delivery.receive()
    expect(delivery.email.taken).toEqual([])
    expect(delivery.stored()).toMatchObject({ state: 'cancelled', reason: 'no-longer-true' })
    expect(delivery.counts).toEqual({ MessagesCancelled: 1 })
  })

  it('one that is as low, or was told of before, is', async () => {
    for (const profile of [told(500, '2026-03-10T09:00:03Z'), told(500_000, '2026-03-10T08:59:59Z')]) {
      const delivery = aDelivery({ profile })
      await delivery.receive()
      expect(delivery.stored().state).toBe('sent')
    }
  })

  it('a balance that recovers later in the recorded time changes nothing in a replay', async () => {
    const delivery = aDelivery({ clock: 'event', profile: told(500_000, '2026-03-10T09:00:03Z') })
    await delivery.receive()
    expect(delivery.stored().state).toBe('sent')
  })

  it.each<[string, DeliveryOptions, string]>([
    ['the customer complained', { profile: { single: { openComplaint: true } } }, 'open-complaint'],
    [
      'the customer was marked vulnerable',
      { profile: { single: { vulnerability: { reason: 'illness', reviewOn: '2027-01-01' } } } },
      'vulnerable',
    ],
    [
      'the customer wants nothing personal',
      { profile: { single: { personalisation: false } } },
      'no-personalisation',
    ],
    [
      'the account was closed',
      {
        profile: {
          accounts: new Map([['A77', { v: '', kind: 'current', currency: 'CZK', closedOn: '2026-03-10' }]]),
        },
      },
      'account-closed',
    ],
    [
      'the customer left the audience',
      { campaign: { audience: { field: 'customer.branch', op: 'eq', value: 'B1' } } },
      'audience',
    ],
  ])('marketing does not leave where %s', async (_, options, reason) => {
    const delivery = aDelivery({ ...marketing, ...options })
    await delivery.receive()
    expect(delivery.sms.taken).toEqual([])
    expect(delivery.stored()).toMatchObject({ state: 'cancelled', reason })
    expect(delivery.contacts.reads).toEqual([])
  })

  it('asks the version that was decided, not a newer one', async () => {
    const delivery = aDelivery(marketing)
    const audience = { field: 'customer.branch', op: 'eq', value: 'B1' } as const
    delivery.campaigns.put(aCampaign({ purpose: 'marketing', version: 2, audience }))
    await delivery.receive()
    expect(delivery.stored().state).toBe('sent')
  })

  it('cannot cancel what may have gone out', async () => {
    const delivery = aDelivery({
      profile: told(500_000, '2026-03-10T09:00:03Z'),
      message: { state: 'sending', attempts: 1 },
    })
    await delivery.receive(3)
    expect(delivery.email.taken).toEqual([])
    expect(delivery.stored()).toMatchObject({ state: 'failed', reason: 'in-doubt' })
  })
})

describe('a purpose that is', () => {
  const switched = (operation: 'on' | 'drain' | 'stop', options: DeliveryOptions = {}) =>
    aDelivery({
      ...options,
      settings: { operations: { ...defaultSettings.operations, service: operation } },
    })

  it.each(['on', 'drain'] as const)('switched to %s delivers what is decided', async (operation) => {
    const delivery = switched(operation)
    await delivery.receive()
    expect(delivery.stored().state).toBe('sent')
  })

  it('stopped delivers nothing: it waits a quarter of an hour, and is asked about again', async () => {
    const delivery = switched('stop')
    await delivery.receive()
    expect(delivery.email.taken).toEqual([])
    const { state, heldUntil, history } = delivery.stored()
    expect(state).toBe('held')
    expect(history.at(-1)).toMatchObject({ state: 'held', note: 'stopped' })
    expect(heldUntil).toMatch(/^2026-03-10T09:1[5-9]:/)
    expect(delivery.counts).toEqual({ MessagesHeld: 1 })
  })

  it('stopped stops nothing of the other purpose', async () => {
    const delivery = switched('stop', marketing)
    await delivery.receive()
    expect(delivery.stored().state).toBe('sent')
  })

  it('stopped lets what is no longer true by then expire, and what is withdrawn be cancelled', async () => {
    const late = switched('stop', { message: { validUntil: '2026-03-10T09:01:05.000Z' } })
    await late.receive()
    expect(late.stored()).toMatchObject({ state: 'expired', reason: 'stopped' })
    const ended = switched('stop', { campaign: { status: 'ended' } })
    await ended.receive()
    expect(ended.stored()).toMatchObject({ state: 'cancelled', reason: 'campaign-not-live' })
  })

  it('stopped sends nothing a second time that is in doubt', async () => {
    const delivery = switched('stop', { message: { state: 'sending', attempts: 1 } })
    await delivery.receive(3)
    expect(delivery.email.taken).toEqual([])
    expect(delivery.stored()).toMatchObject({ state: 'failed', reason: 'in-doubt' })
  })
})

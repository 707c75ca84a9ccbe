import { describe, expect, it } from 'vitest'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { endingCodes, noteCodes } from '#shared/domain/explain/codes.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { aDelivery, type DeliveryOptions } from '#test/unit/functions/deliver-message/delivery.ts'

const paused = (options: DeliveryOptions = {}) =>
  aDelivery({ ...options, campaign: { status: 'paused', ...options.campaign } })

type Delivery = ReturnType<typeof aDelivery>

const steps = ({ stored }: Delivery) =>
  stored().history.map(({ state, note }) => (note === undefined ? state : `${state}:${note}`))

/** Puts the message on its queue at the time until which it was held. */
const comesBack = async (delivery: Delivery) => {
  const until = Date.parse(delivery.stored().heldUntil ?? '')
  await delivery.run.wait(until - delivery.run.now())
  await delivery.receive()
}

const stands = (delivery: Delivery, changes: Partial<Campaign>) =>
  delivery.campaigns.put(aCampaign({ purpose: delivery.message.purpose, ...changes }))

describe('a message whose campaign is paused', () => {
  it.each([
    ['by a person', {}],
    ['for its complaints', { pausedBecause: 'paused-complaints' }],
  ] as const)('%s waits some minutes, and nothing leaves', async (_, campaign) => {
    const delivery = paused({ campaign })
    await delivery.receive()
    expect(delivery.email.taken).toEqual([])
    expect(delivery.stored()).toMatchObject({ state: 'held', attempts: 0 })
    expect(delivery.stored().heldUntil).toMatch(/^2026-03-10T09:02:/)
    expect(steps(delivery)).toEqual(['queued', 'held:campaign-paused'])
    expect(delivery.counts).toEqual({ MessagesHeld: 1 })
    expect(noteCodes).toContain('campaign-paused')
  })

  it('waits on as long as the pause lasts, and leaves once when the same version goes on', async () => {
    const delivery = paused()
    await delivery.receive()
    await comesBack(delivery)
    expect(delivery.email.taken).toEqual([])
    stands(delivery, { status: 'live' })
    await comesBack(delivery)
    await delivery.receive()
    expect(delivery.email.taken).toHaveLength(1)
    const round = ['held:campaign-paused', 'queued']
    expect(steps(delivery)).toEqual(['queued', ...round, ...round, 'sending', 'sent'])
  })

  it('is asked everything else when it goes on', async () => {
    const marketing = { purpose: 'marketing', channel: 'sms' } as const
    const delivery = paused({ message: marketing })
    await delivery.receive()
    stands(delivery, { status: 'live' })
    await comesBack(delivery)
    expect(delivery.sms.taken).toEqual([])
    expect(delivery.stored()).toMatchObject({ state: 'cancelled', reason: 'no-consent' })
  })

  it('keeps the night where the campaign goes on in it', async () => {
    const delivery = paused({
      now: '2026-03-10T19:59:00.000Z',
      timeZone: 'Europe/Prague',
      consents: [['marketing', 'sms', true]],
      message: { purpose: 'marketing', channel: 'sms', validUntil: '2026-03-11T20:00:00.000Z' },
    })
    await delivery.receive()
    stands(delivery, { status: 'live' })
    await comesBack(delivery)
    expect(delivery.sms.taken).toEqual([])
    expect(delivery.stored().heldUntil).toMatch(/^2026-03-11T07:[0-2]\d:/)
    expect(steps(delivery)).toEqual(['queued', 'held:campaign-paused', 'queued', 'held:quiet-hours'])
  })

  it.each(['live', 'paused'] as const)(
    'does not leave where the text was corrected: a newer version is %s',
    async (status) => {
      const delivery = paused()
      await delivery.receive()
      stands(delivery, { status, version: 2 })
      await comesBack(delivery)
      expect(delivery.email.taken).toEqual([])
      expect(delivery.stored()).toMatchObject({ state: 'cancelled', reason: 'campaign-replaced' })
      expect(endingCodes).toContain('campaign-replaced')
    },
  )

  it('does not leave in the old text either where a provider had no room for it in between', async () => {
    const delivery = paused()
    await delivery.receive()
    stands(delivery, { status: 'live' })
    delivery.run.line.reserve = async () => ({ kind: 'busy', until: Number.MAX_SAFE_INTEGER })
    await comesBack(delivery)
    expect(steps(delivery).at(-1)).toBe('held:no-slot')
    stands(delivery, { version: 2 })
    await comesBack(delivery)
    expect(delivery.stored()).toMatchObject({ state: 'cancelled', reason: 'campaign-replaced' })
  })

  it('knows of the pause although its purpose was stopped at the same time', async () => {
    const stop = { operations: { ...defaultSettings.operations, service: 'stop' } } as const
    const delivery = paused({ settings: stop })
    await delivery.receive()
    expect(steps(delivery)).toEqual(['queued', 'held:campaign-paused'])
  })

  it.each([
    ['ends', { status: 'ended' }],
    ['is not valid any more', { validUntil: '2026-03-10T09:00:06Z' }],
    ['is not valid any more, and still paused', { status: 'paused', validUntil: '2026-03-10T09:00:06Z' }],
  ] as const)('is cancelled when the campaign %s', async (_, campaign) => {
    const delivery = paused()
    await delivery.receive()
    stands(delivery, campaign)
    await comesBack(delivery)
    expect(delivery.email.taken).toEqual([])
    expect(delivery.stored()).toMatchObject({ state: 'cancelled', reason: 'campaign-not-live' })
  })

  it('expires where the pause outlasts it, and says so', async () => {
    const delivery = paused({ message: { validUntil: '2026-03-10T09:03:00.000Z' } })
    await delivery.receive()
    expect(delivery.stored().heldUntil).toBe('2026-03-10T09:02:00.000Z')
    await comesBack(delivery)
    expect(delivery.email.taken).toEqual([])
    expect(delivery.stored()).toMatchObject({ state: 'expired', reason: 'campaign-paused' })
    expect(endingCodes).toContain('campaign-paused')
  })

  it('does not wait when in doubt: it may have gone out already', async () => {
    const delivery = paused({ message: { state: 'sending', attempts: 1 } })
    await delivery.receive(3)
    expect(delivery.email.taken).toEqual([])
    expect(delivery.stored()).toMatchObject({ state: 'failed', reason: 'in-doubt' })
  })
})

describe('a message that waited elsewhere while its campaign was paused', () => {
  const corrected = {
    version: 2,
    withdrawnUpTo: 1,
    messages: { en: { email: { subject: 'New', text: 'New text' } } },
  } as const

  it.each(['service', 'marketing'] as const)(
    'does not leave in the text that was withdrawn, %s, nor in the new one',
    async (purpose) => {
      const delivery = aDelivery({
        message: { purpose },
        unsubscribeUrl: 'https://bank.example/u',
        consents: [['marketing', 'email', true]],
      })
      delivery.run.line.reserve = async () => ({ kind: 'busy', until: Number.MAX_SAFE_INTEGER })
      await delivery.receive()
      expect(steps(delivery)).toEqual(['queued', 'held:no-slot'])
      stands(delivery, corrected)
      await comesBack(delivery)
      expect(delivery.email.taken).toEqual([])
      expect(delivery.stored()).toMatchObject({ state: 'cancelled', reason: 'campaign-replaced' })
    },
  )

  it('does not leave in the morning for which it waited', async () => {
    const delivery = aDelivery({
      now: '2026-03-10T20:30:00.000Z',
      timeZone: 'Europe/Prague',
      consents: [['marketing', 'sms', true]],
      message: { purpose: 'marketing', channel: 'sms', validUntil: '2026-03-11T20:00:00.000Z' },
    })
    await delivery.receive()
    expect(steps(delivery)).toEqual(['queued', 'held:quiet-hours'])
    stands(delivery, corrected)
    await comesBack(delivery)
    expect(delivery.sms.taken).toEqual([])
    expect(delivery.stored()).toMatchObject({ state: 'cancelled', reason: 'campaign-replaced' })
  })

  it('is left where it is when it may have gone out', async () => {
    const delivery = aDelivery({
      campaign: corrected,
      message: { state: 'sending', attempts: 1 },
    })
    await delivery.receive(3)
    expect(delivery.stored()).toMatchObject({ state: 'failed', reason: 'in-doubt' })
  })
})

describe('a message that no pause has held', () => {
  it('leaves as it was decided when a newer version is live', async () => {
    const delivery = aDelivery()
    stands(delivery, { version: 2, messages: { en: { email: { subject: 'New', text: 'New text' } } } })
    await delivery.receive()
    expect(delivery.email.taken).toMatchObject([{ subject: 'Hello Jana' }])
  })
})

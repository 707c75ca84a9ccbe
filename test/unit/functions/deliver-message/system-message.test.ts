import { describe, expect, it } from 'vitest'
import { smsSegments } from '#shared/domain/message/sms-segments.ts'
import { OPT_OUT_CONFIRMATION, systemMessageOf } from '#shared/domain/message/system-message.ts'
import { confirmationOf } from '#shared/domain/opt-out/confirmation.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { aDelivery, type DeliveryOptions } from '#test/unit/functions/deliver-message/delivery.ts'

const at = new Date('2026-03-10T09:00:00.000Z')
const soon = new Date('2026-03-10T09:00:02.000Z')

const aConfirmation = (options: DeliveryOptions = {}) =>
  aDelivery({
    message: confirmationOf('C1', { replyId: 'reply-1', at }, soon) ?? {},
    suppressions: [['sms', 'opted-out']],
    now: '2026-03-10T09:01:00.000Z',
    ...options,
  })

describe('the confirmation of an opt-out', () => {
  it.each([
    [
      'en-GB',
      'en',
      'Example Bank: We will send you no more SMS. If you want them again, call +420 800 123 456.',
    ],
    [
      'zh-Hans-CN',
      'zh-CN',
      '【Example Bank】您已退订，我们不会再向您发送短信。如需恢复，请致电+420 800 123 456。',
    ],
    [
      'cs-CZ',
      'en',
      'Example Bank: We will send you no more SMS. If you want them again, call +420 800 123 456.',
    ],
  ])('goes out to a reader of %s, past the opt-out and without a campaign', async (locale, written, text) => {
    const { receive, sms, stored } = aConfirmation({ locale })
    await receive()
    expect(stored()).toMatchObject({ state: 'sent' })
    expect(sms.taken).toMatchObject([
      { channel: 'sms', purpose: 'service', locale: written, text, to: '+420600000001', timeToLive: 240 },
    ])
  })

  it('is one short message in English', () => {
    const { messages } = systemMessageOf({ campaignId: OPT_OUT_CONFIRMATION }) ?? {}
    const text = messages?.en?.sms?.text
      .replace('{{ bank.name }}', defaultSettings.bank.name)
      .replace('{{ bank.supportPhone }}', defaultSettings.bank.supportPhone)
    expect(smsSegments(text ?? '')).toBe(1)
  })

  it('does not go out once five minutes have passed since the reply', async () => {
    const { receive, sms, stored } = aConfirmation({ now: '2026-03-10T09:05:00.000Z' })
    await receive()
    expect(stored()).toMatchObject({ state: 'expired', reason: 'expired' })
    expect(sms.taken).toEqual([])
    expect(confirmationOf('C1', { replyId: 'r', at }, new Date('2026-03-10T09:05:00.000Z'))).toBeUndefined()
  })

  it.each([
    ['drain', 'sent'],
    ['stop', 'held'],
  ] as const)('obeys the switch of service messages: %s', async (service, state) => {
    const { receive, stored } = aConfirmation({ settings: { operations: { marketing: 'stop', service } } })
    await receive()
    expect(stored()).toMatchObject({ state })
  })

  it('does not go to a number that is known not to work', async () => {
    const { receive, sms, stored } = aConfirmation({ suppressions: [['sms', 'bounced']] })
    await receive()
    expect(stored()).toMatchObject({ state: 'cancelled', reason: 'suppressed' })
    expect(sms.taken).toEqual([])
  })
})

describe('any other message', () => {
  it.each(['service', 'marketing'] as const)('for %s is stopped by an opt-out', async (purpose) => {
    const { receive, sms, stored } = aDelivery({
      message: { purpose, channel: 'sms', state: 'queued' },
      campaign: { purpose, channels: ['sms'], messages: { en: { sms: { text: 'Hello' } } } },
      consents: [['marketing', 'sms', true]],
      suppressions: [['sms', 'opted-out']],
    })
    await receive()
    expect(stored()).toMatchObject({ state: 'cancelled', reason: 'suppressed' })
    expect(sms.taken).toEqual([])
  })
})

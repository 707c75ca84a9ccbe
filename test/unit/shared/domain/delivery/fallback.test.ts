import { describe, expect, it } from 'vitest'
import { afterBounce, afterFailure, fellBackTo } from '#shared/domain/delivery/fallback.ts'
import { endingCodes, noteCodes } from '#shared/domain/explain/codes.ts'
import { channelSchema } from '#shared/domain/vocabulary.ts'
import { aMessage } from '#test/support/builders/messages.ts'

const at = new Date('2026-03-10T09:05:00.000Z')
const message = aMessage({
  fallbacks: ['sms', 'inapp'],
  variant: 'a',
  attempts: 2,
  providerMessageId: 'ses-1',
  heldUntil: '2026-03-10T09:01:00.000Z',
})

describe('a message that fails', () => {
  it.each(['address-invalid', 'unreachable', 'account-paused', 'provider-unavailable'])(
    'because of its channel goes by the next one: %s',
    (reason) => {
      expect(afterFailure(message, reason, at)).toMatchObject({ channel: 'sms' })
    },
  )

  it.each(
    endingCodes.filter(
      (code) => !/^(address-invalid|unreachable|account-paused|provider-unavailable)$/.test(code),
    ),
  )('for another reason does not: %s', (reason) => {
    expect(afterFailure(message, reason, at)).toBeUndefined()
  })

  it('is the same in all that was decided, and begins anew in everything else', () => {
    const { variant, fallbacks: _, providerMessageId: __, ...decided } = message
    expect(afterFailure(message, 'unreachable', at)).toEqual({
      ...decided,
      variant,
      entry: `${message.entry}#sms`,
      channel: 'sms',
      fallbacks: ['inapp'],
      fallbackFrom: 'email',
      state: 'held',
      heldUntil: '2026-03-10T09:05:00.000Z',
      attempts: 0,
      history: [{ state: 'held', at: '2026-03-10T09:05:00.000Z', note: 'fallback' }],
    })
  })

  it('goes on to the last channel, and no further', () => {
    const second = afterFailure(message, 'unreachable', at)
    const third = second && afterFailure(second, 'address-invalid', at)
    expect(third).toMatchObject({
      channel: 'inapp',
      fallbackFrom: 'sms',
      entry: `${message.entry}#sms#inapp`,
    })
    expect(third).not.toHaveProperty('fallbacks')
    expect(third && afterFailure(third, 'unreachable', at)).toBeUndefined()
  })

  it('does not where it may have gone out, or is no longer true', () => {
    const resent = { state: 'sending', at: at.toISOString(), note: 'resent-in-doubt' } as const
    expect(afterFailure({ ...message, state: 'sending' }, 'address-invalid', at)).toBeUndefined()
    expect(afterFailure({ ...message, history: [resent] }, 'address-invalid', at)).toBeUndefined()
    expect(afterFailure(message, 'unreachable', new Date(message.validUntil))).toBeUndefined()
    expect(afterFailure({ ...message, fallbacks: [] }, 'unreachable', at)).toBeUndefined()
  })
})

describe('a message that comes back', () => {
  it('goes by the next channel, in whatever state its bounce finds it', () => {
    for (const state of ['sending', 'sent', 'delivered'] as const)
      expect(afterBounce({ ...message, state }, at)).toMatchObject({ channel: 'sms', fallbackFrom: 'email' })
  })

  it('does not where one of two may have arrived', () => {
    const resent = { state: 'sending', at: at.toISOString(), note: 'resent-in-doubt' } as const
    expect(afterBounce({ ...message, history: [resent] }, at)).toBeUndefined()
  })
})

it('every note of it can be explained', () => {
  for (const channel of channelSchema.options) expect(noteCodes).toContain(fellBackTo(channel))
  expect(noteCodes).toContain('fallback')
})

import { expect, it } from 'vitest'
import { unsubscribeUrl } from '#functions/deliver-message/unsubscribe-url.ts'
import { RetryableError } from '#shared/domain/errors.ts'
import type { Keyring } from '#shared/domain/unsubscribe/keyring.ts'
import { readUnsubscription } from '#shared/domain/unsubscribe/token.ts'
import { aMessage } from '#test/support/builders/messages.ts'

const keyring: Keyring = { current: 'k1', keys: new Map([['k1', 'a'.repeat(44)]]) }

it('leads to a page for this customer, channel and campaign', async () => {
  const message = aMessage({ campaignId: 'savings-offer', campaignVersion: 7 })
  const url = await unsubscribeUrl({ keyring: async () => keyring }, 'https://links.bank.example/u')(message)
  const [, token = ''] = /^https:\/\/links\.bank\.example\/u\/([\w.-]+)$/.exec(url) ?? []
  expect(readUnsubscription(token, keyring)).toEqual({
    customerId: message.customerId,
    channel: message.channel,
    campaignId: 'savings-offer',
    campaignVersion: 7,
  })
})

it('waits with the message while the keys cannot be had', async () => {
  const down = { keyring: () => Promise.reject(new RetryableError('unavailable')) }
  await expect(unsubscribeUrl(down, 'https://x')(aMessage())).rejects.toThrow('unavailable')
})

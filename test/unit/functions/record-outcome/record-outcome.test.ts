import { describe, expect, it } from 'vitest'
import { recordOutcome } from '#functions/record-outcome/record-outcome.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { type MessageKey, messageKeyTags } from '#shared/domain/message/message-key.ts'
import { aMessage } from '#test/support/builders/messages.ts'
import { createCounts } from '#test/support/fakes/delivery-world.ts'
import { createInMemoryJournal } from '#test/support/fakes/in-memory-journal.ts'

const time = '2026-03-10T09:05:00Z'

const envelope = (source: string, type: string, detail: unknown): string =>
  JSON.stringify({
    version: '0',
    id: 'e1',
    source,
    'detail-type': type,
    account: '1',
    time,
    region: 'eu-central-1',
    resources: [],
    detail,
  })

const ses = (type: string, key: MessageKey): string => {
  const ours = Object.entries(messageKeyTags(key)).map(([name, value]) => [name, [value]])
  const tags = Object.fromEntries([...ours, ['ses:configuration-set', ['set']]])
  return envelope('aws.ses', type, { eventType: 'any', mail: { messageId: 'ses-1', tags } })
}

const sms = (eventType: string, key: MessageKey, isFinal = true): string =>
  envelope('aws.sms-voice', 'Text Message Delivery Status Updated', {
    eventType,
    messageId: 'sms-1',
    isFinal,
    context: messageKeyTags(key),
  })

const aRecord = (changes: Partial<MessageEntry> = {}) => {
  const message = aMessage({ state: 'sent', attempts: 1, ...changes })
  const journal = createInMemoryJournal(message)
  const counters = createCounts()
  const record = recordOutcome({ journal, clock: (said) => said, counters })
  return {
    message,
    counts: counters.counts,
    hear: (body: string) => record({ body, recordId: 'record-1', receiveCount: 1 }),
    stored: () => journal.stored(message),
  }
}

describe('feedback about a message', () => {
  it.each([
    ['Email Sent', 'sending', 'sent', {}],
    ['Email Delivered', 'sent', 'delivered', { Delivered: 1 }],
    ['Email Delivered', 'sending', 'delivered', { Delivered: 1 }],
    ['Email Bounced', 'sent', 'bounced', { Bounced: 1 }],
    ['Email Bounced', 'delivered', 'bounced', { Bounced: 1 }],
    ['Email Complaint Received', 'delivered', 'complained', { Complained: 1 }],
    ['Email Complaint Received', 'sending', 'complained', { Complained: 1 }],
    ['Email Rejected', 'sent', 'failed', { Rejected: 1 }],
    ['Email Sent', 'delivered', 'delivered', { FeedbackLate: 1 }],
    ['Email Delivered', 'delivered', 'delivered', { FeedbackLate: 1 }],
    ['Email Delivered', 'complained', 'complained', { FeedbackLate: 1 }],
    ['Email Sent', 'queued', 'queued', { FeedbackLate: 1 }],
  ] as const)('of SES: %s of one that is %s leaves it %s', async (type, before, after, counts) => {
    const { hear, stored, counts: counted, message } = aRecord({ state: before })
    await hear(ses(type, message))
    expect(stored().state).toBe(after)
    expect(counted).toEqual(counts)
  })

  it.each([
    ['TEXT_QUEUED', true, 'sending', 'sent'],
    ['TEXT_SUCCESSFUL', false, 'sending', 'sent'],
    ['TEXT_SUCCESSFUL', true, 'sent', 'delivered'],
    ['TEXT_DELIVERED', true, 'sent', 'delivered'],
    ['TEXT_CARRIER_BLOCKED', true, 'sent', 'bounced'],
    ['TEXT_INVALID', true, 'sending', 'bounced'],
    ['TEXT_UNKNOWN', true, 'sent', 'sent'],
    ['constructor', true, 'sent', 'sent'],
  ] as const)(
    'of End User Messaging: %s (final: %s) of one that is %s leaves it %s',
    async (type, final, before, after) => {
      const { hear, stored, message } = aRecord({ state: before, channel: 'sms' })
      await hear(sms(type, message, final))
      expect(stored().state).toBe(after)
    },
  )

  it('is kept with its time and a code of ours', async () => {
    const { hear, stored, message } = aRecord()
    await hear(sms('TEXT_INVALID', message))
    expect(stored()).toMatchObject({ state: 'bounced', reason: 'invalid-address' })
    expect(stored().history.at(-1)).toEqual({ state: 'bounced', at: '2026-03-10T09:05:00.000Z' })
  })

  it('leaves the provider’s id, where its answer never came', async () => {
    const { hear, stored, message } = aRecord({ state: 'sending' })
    await hear(ses('Email Delivered', message))
    expect(stored().providerMessageId).toBe('ses-1')
  })

  it('comes to the same in any order', async () => {
    const inOrder = aRecord({ state: 'sending' })
    await inOrder.hear(ses('Email Sent', inOrder.message))
    await inOrder.hear(ses('Email Delivered', inOrder.message))
    const reversed = aRecord({ state: 'sending' })
    await reversed.hear(ses('Email Delivered', reversed.message))
    await reversed.hear(ses('Email Sent', reversed.message))
    expect(reversed.stored().state).toBe(inOrder.stored().state)
  })
})

describe('what is not ours', () => {
  const key = { customerId: 'C9', entry: 'nowhere' }
  it.each([
    ['no JSON', '{'],
    ['no envelope', '{"source":"aws.ses"}'],
    ['another source', envelope('aws.s3', 'Email Sent', {})],
    ['mail of somebody else', envelope('aws.ses', 'Email Sent', { mail: { tags: { their: ['tag'] } } })],
    ['an event without mail', envelope('aws.ses', 'Sending Status Enabled', { status: 'x' })],
    ['an event we have no use for', ses('Email Opened', aMessage())],
    ['an SMS without context', envelope('aws.sms-voice', 'x', { eventType: 'TEXT_DELIVERED' })],
    ['a message that is not in the journal', ses('Email Sent', key)],
  ])('is done with, and counted: %s', async (_, body) => {
    const { hear, stored, counts, message } = aRecord()
    await hear(body)
    expect(stored()).toEqual(message)
    expect(counts).toEqual({ FeedbackForeign: 1 })
  })
})

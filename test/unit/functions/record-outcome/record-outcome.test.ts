import { describe, expect, it } from 'vitest'
import { recordOutcome } from '#functions/record-outcome/record-outcome.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { type MessageKey, messageKeyTags } from '#shared/domain/message/message-key.ts'
import { parseProfile } from '#shared/domain/profile/customer-profile.ts'
import { factVersion } from '#shared/domain/profile/version.ts'
import { aMessage } from '#test/support/builders/messages.ts'
import { createCounts } from '#test/support/fakes/delivery-world.ts'
import { createInMemoryJournal } from '#test/support/fakes/in-memory-journal.ts'
import { createInMemorySuppressions } from '#test/support/fakes/in-memory-suppressions.ts'

const time = '2026-03-10T09:05:00Z'
const sentAt = '2026-03-10T09:00:00.000Z'

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

const ses = (type: string, key: MessageKey, detail = {}, mail = {}): string => {
  const ours = Object.entries(messageKeyTags(key)).map(([name, value]) => [name, [value]])
  const tags = Object.fromEntries([...ours, ['ses:configuration-set', ['set']]])
  return envelope('aws.ses', type, {
    eventType: 'any',
    mail: { messageId: 'ses-1', timestamp: sentAt, tags, ...mail },
    ...detail,
  })
}

const sms = (eventType: string, key: MessageKey, isFinal = true): string =>
  envelope('aws.sms-voice', 'Text Message Delivery Status Updated', {
    eventType,
    messageId: 'sms-1',
    isFinal,
    messageRequestTimestamp: Date.parse(sentAt),
    context: messageKeyTags(key),
  })

const aRecord = (changes: Partial<MessageEntry> = {}) => {
  const message = aMessage({ state: 'sent', attempts: 1, ...changes })
  const journal = createInMemoryJournal(message)
  const counters = createCounts()
  const suppressions = createInMemorySuppressions()
  const record = recordOutcome({ journal, suppressions, clock: (said) => said, counters })
  return {
    message,
    counts: counters.counts,
    hear: (body: string) => record({ body, recordId: 'record-1', receiveCount: 1 }),
    stored: () => journal.stored(message),
    failNextSuppression: suppressions.failNext,
    /** What stands against the customer's channels, where the address is known since then. */
    suppressed: (reachSince = '2026-01-01T00:00:00Z') => {
      const reach = { v: factVersion(reachSince, 'E1'), x: ['email', 'phone'] }
      const profile = parseProfile({ customerId: 'C1', reach, ...suppressions.items.get('C1') })
      return Object.fromEntries([...profile.suppressions].map(([channel, { reason }]) => [channel, reason]))
    },
    suppressedItem: () => suppressions.items.get('C1'),
  }
}

describe('feedback about a message', () => {
  it.each([
    ['Email Sent', 'sending', 'sent', {}],
    ['Email Delivered', 'sent', 'delivered', { Delivered: 1 }],
    ['Email Delivered', 'sending', 'delivered', { Delivered: 1 }],
    ['Email Bounced', 'sent', 'bounced', { Bounced: 1 }],
    ['Email Bounced', 'delivered', 'bounced', { Bounced: 1 }],
    ['Email Complaint Received', 'delivered', 'complained', { Complained: 1, AddressesSuppressed: 1 }],
    ['Email Complaint Received', 'sending', 'complained', { Complained: 1, AddressesSuppressed: 1 }],
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

const permanent = { bounce: { bounceType: 'Permanent' } }
const bounce = (key: MessageKey) => ses('Email Bounced', key, permanent)
const complaint = (key: MessageKey) => ses('Email Complaint Received', key, { complaint: {} })

describe('what speaks against a channel', () => {
  it.each([
    ['a permanent bounce', bounce, { email: 'bounced' }],
    ['a complaint', complaint, { email: 'complained' }],
    [
      'a complaint of a kind',
      (key: MessageKey) =>
        ses('Email Complaint Received', key, { complaint: { complaintFeedbackType: 'abuse' } }),
      { email: 'complained' },
    ],
    [
      'a complaint that nothing more is known of',
      (key: MessageKey) =>
        ses('Email Complaint Received', key, { complaint: { complaintFeedbackType: null } }),
      { email: 'complained' },
    ],
    ['a number that is not valid', (key: MessageKey) => sms('TEXT_INVALID', key), { sms: 'bounced' }],
  ])('is kept: %s', async (_, said, suppressed) => {
    const record = aRecord()
    await record.hear(said(record.message))
    expect(record.suppressed()).toEqual(suppressed)
    expect(record.counts).toMatchObject({ AddressesSuppressed: 1 })
  })

  it.each([
    [
      'a bounce that may pass',
      (key: MessageKey) => ses('Email Bounced', key, { bounce: { bounceType: 'Transient' } }),
    ],
    [
      'a bounce nobody knows the kind of',
      (key: MessageKey) => ses('Email Bounced', key, { bounce: { bounceType: 'Undetermined' } }),
    ],
    ['a bounce without its kind', (key: MessageKey) => ses('Email Bounced', key, { bounce: 'x' })],
    [
      'a report that a message is no spam',
      (key: MessageKey) =>
        ses('Email Complaint Received', key, { complaint: { complaintFeedbackType: 'not-spam' } }),
    ],
    ['a delivery', (key: MessageKey) => ses('Email Delivered', key, permanent)],
    ['a carrier that is out of reach', (key: MessageKey) => sms('TEXT_CARRIER_UNREACHABLE', key)],
    ['a phone that is switched off', (key: MessageKey) => sms('TEXT_UNREACHABLE', key)],
    ['a text that the carrier did not like', (key: MessageKey) => sms('TEXT_SPAM', key)],
  ])('is not: %s', async (_, said) => {
    const record = aRecord()
    await record.hear(said(record.message))
    expect(record.suppressedItem()).toBeUndefined()
    expect(record.stored().state).not.toBe('sent')
  })

  it('is nothing a message says that the journal does not know', async () => {
    const record = aRecord()
    await record.hear(bounce({ customerId: 'C1', entry: 'nowhere' }))
    expect(record.suppressedItem()).toBeUndefined()
    expect(record.counts).toEqual({ FeedbackForeign: 1 })
  })

  it('is kept, too, where the message itself moves no more', async () => {
    const record = aRecord({ state: 'bounced' })
    await record.hear(complaint(record.message))
    expect(record.stored().state).toBe('bounced')
    expect(record.suppressed()).toEqual({ email: 'complained' })
  })

  it('comes to the same in any order, and however often it is said', async () => {
    const later = (key: MessageKey) =>
      ses('Email Bounced', key, permanent, { messageId: 'ses-2', timestamp: '2026-03-10T09:01:00Z' })
    const saids = [bounce, complaint, later, bounce, complaint]
    const heard = async (order: typeof saids) => {
      const record = aRecord({ state: 'delivered' })
      for (const said of order) await record.hear(said(record.message))
      expect(record.counts.AddressesSuppressed).toBeLessThanOrEqual(3)
      return record.suppressedItem()
    }
    const expected = await heard(saids)
    expect(Object.keys(expected ?? {})).toHaveLength(2)
    expect(await heard(saids.toReversed())).toEqual(expected)
    expect(await heard([complaint, later, bounce])).toEqual(expected)
  })

  it('is written by the second try where the first failed after the journal', async () => {
    const record = aRecord()
    record.failNextSuppression(new Error('throttled'))
    await expect(record.hear(bounce(record.message))).rejects.toThrow('throttled')
    await record.hear(bounce(record.message))
    expect(record.suppressed()).toEqual({ email: 'bounced' })
  })

  it('is forgotten of an address that was replaced after the message had been sent, though before it bounced', async () => {
    const record = aRecord()
    await record.hear(bounce(record.message))
    expect(record.suppressed('2026-03-10T08:59:59Z')).toEqual({ email: 'bounced' })
    expect(record.suppressed('2026-03-10T09:00:01Z')).toEqual({})
  })

  it('outlives a new address where the customer had complained, whatever bounced meanwhile', async () => {
    const record = aRecord()
    await record.hear(complaint(record.message))
    await record.hear(bounce(record.message))
    expect(record.suppressed()).toEqual({ email: 'bounced' })
    expect(record.suppressed('2026-04-01T00:00:00Z')).toEqual({ email: 'complained' })
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

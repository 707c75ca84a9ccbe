import { describe, expect, it } from 'vitest'
import { recordOutcome } from '#functions/record-outcome/record-outcome.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { type MessageKey, messageKeyTags } from '#shared/domain/message/message-key.ts'
import { parseProfile } from '#shared/domain/profile/customer-profile.ts'
import { factVersion } from '#shared/domain/profile/version.ts'
import type { ResultRow } from '#shared/domain/results/result-row.ts'
import type { Transition } from '#shared/ports/message-journal.ts'
import { aMessage } from '#test/support/builders/messages.ts'
import { createCounts, createLogSink } from '#test/support/fakes/delivery-world.ts'
import { createInMemoryJournal } from '#test/support/fakes/in-memory-journal.ts'
import {
  aResultRow,
  createInMemoryPauses,
  createInMemoryResults,
} from '#test/support/fakes/in-memory-results.ts'
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

const aRecord = (
  changes: Partial<MessageEntry> = {},
  rows: readonly ResultRow[] = [],
  /** What another run writes after each transition that was refused. */
  meanwhile: Transition[] = [],
) => {
  const message = aMessage({ state: 'sent', attempts: 1, ...changes })
  const memory = createInMemoryJournal(message)
  const journal: typeof memory = {
    ...memory,
    transition: async (key, transition) => {
      const moved = await memory.transition(key, transition)
      const other = moved.moved ? undefined : meanwhile.shift()
      if (other) await memory.transition(message, other)
      return moved
    },
  }
  const counters = createCounts()
  const suppressions = createInMemorySuppressions()
  const pauses = createInMemoryPauses()
  const record = recordOutcome({
    ...{ journal, suppressions, counters, pauses },
    clock: (said) => said,
    results: createInMemoryResults(...rows),
    log: createLogSink(),
  })
  return {
    message,
    counts: counters.counts,
    counted: journal.counted,
    paused: pauses.paused,
    hear: (body: string) => record({ body, recordId: 'record-1', receiveCount: 1 }),
    stored: () => journal.stored(message),
    /** Channels and states of all messages there are. */
    messages: () => journal.all().map(({ channel, state }) => `${channel} ${state}`),
    failOnce: journal.failOnce,
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

  it('is a complaint about an earlier message, too, but this one was never sent', async () => {
    const record = aRecord({ state: 'sent' })
    const complaint = { complaintSubType: 'OnAccountSuppressionList', complaintFeedbackType: null }
    await record.hear(ses('Email Complaint Received', record.message, { complaint }))
    expect(record.stored()).toMatchObject({ state: 'failed', reason: 'suppressed' })
    expect(record.suppressedItem()).toBeDefined()
    expect(record.counts).not.toHaveProperty('Complained')
  })

  it.each([
    ['sent', [{ to: 'sent' }]],
    ['sent, then delivered', [{ to: 'sent' }, { to: 'delivered' }]],
  ] as const)('is kept of one in doubt, too, that another report moves meanwhile: %s', async (_, moves) => {
    const at = new Date('2026-03-10T09:00:01.000Z')
    const record = aRecord(
      { state: 'sending' },
      [],
      moves.map((move) => ({ ...move, at })),
    )
    await record.hear(complaint(record.message))
    expect(record.stored().state).toBe('complained')
    expect(record.counts).toMatchObject({ Complained: 1 })
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

describe('what is heard of the customer', () => {
  const link = 'https://bank.example/u/v1.k1.secret'
  const from = { ipAddress: '192.0.2.7', userAgent: 'Mail of Jana' }
  const opened = (key: MessageKey) =>
    ses('Email Opened', key, { open: { ...from, timestamp: '2026-03-10T09:04:00.000Z' } })
  const clicked = (key: MessageKey) =>
    ses('Email Clicked', key, { click: { ...from, link, timestamp: '2026-03-10T09:04:30.000Z' } })

  it.each(['sending', 'sent', 'delivered', 'complained'] as const)(
    'is a mark on a message that is %s, and changes no state',
    async (state) => {
      const record = aRecord({ state })
      await record.hear(clicked(record.message))
      await record.hear(opened(record.message))
      expect(record.stored()).toEqual({
        ...record.message,
        marks: { clicked: '2026-03-10T09:04:30.000Z', opened: '2026-03-10T09:04:00.000Z' },
      })
      expect(record.counts).toEqual({ Opened: 1, Clicked: 1 })
    },
  )

  it('counts the first time only, whatever comes between', async () => {
    const record = aRecord()
    for (const said of [opened, opened, clicked, (key: MessageKey) => ses('Email Delivered', key), opened])
      await record.hear(said(record.message))
    expect(record.counted).toEqual({ delivered: 1, opened: 1, clicked: 1 })
    expect(record.counts).toMatchObject({ Opened: 1, FeedbackLate: 2 })
  })

  it('counts at the time of the report, where it does not say when it was', async () => {
    const record = aRecord()
    await record.hear(ses('Email Opened', record.message, { open: { timestamp: 'yesterday' } }))
    expect(record.stored().marks).toEqual({ opened: new Date(time).toISOString() })
  })

  it('is nothing that was clicked, nor where, nor by what', async () => {
    const record = aRecord()
    await record.hear(clicked(record.message))
    await record.hear(opened(record.message))
    const stored = JSON.stringify(record.stored())
    for (const secret of [link, from.ipAddress, from.userAgent]) expect(stored).not.toContain(secret)
  })
})

describe('after a complaint', () => {
  const rate = (delivered: number, complained: number) => [aResultRow({ delivered, complained })]

  it.each([
    ['a rate that is fine', rate(100_000, 100), {}, 0],
    ['a rate above 0.1 %', rate(100_000, 101), { ComplaintRateWarnings: 1 }, 0],
    ['a rate of 0.25 %', rate(100_000, 250), { ComplaintRateWarnings: 1, CampaignsPaused: 1 }, 1],
    ['a high rate of few', rate(999, 30), { ComplaintRateWarnings: 1 }, 0],
    [
      'a rate that only other versions and channels make',
      [
        ...rate(10_000, 1),
        aResultRow({ delivered: 2_000, complained: 200 }, { campaignVersion: 2 }),
        aResultRow({ delivered: 2_000, complained: 200 }, { channel: 'sms' }),
      ],
      {},
      0,
    ],
    [
      'a rate over days and variants',
      [...rate(600, 1), aResultRow({ delivered: 600, complained: 2 }, { day: '2026-03-11', variant: 'b' })],
      { ComplaintRateWarnings: 1, CampaignsPaused: 1 },
      1,
    ],
  ] as const)('the campaign is judged: %s', async (_, rows, counts, pauses) => {
    const record = aRecord({ state: 'delivered' }, rows)
    await record.hear(complaint(record.message))
    expect(record.counts).toEqual({ Complained: 1, AddressesSuppressed: 1, ...counts })
    expect(record.paused).toHaveLength(pauses)
  })

  it('that is handed in again it is judged again, and paused once', async () => {
    const record = aRecord({ state: 'complained' }, rate(2_000, 10))
    await record.hear(complaint(record.message))
    await record.hear(complaint(record.message))
    expect(record.paused).toMatchObject([
      { campaignId: 'low-balance', campaignVersion: 1, channel: 'email', counts: { complained: 10 } },
    ])
    expect(record.counts).toMatchObject({ CampaignsPaused: 1, FeedbackLate: 2 })
  })

  it('it is not, after other feedback', async () => {
    const record = aRecord({}, rate(2_000, 10))
    await record.hear(ses('Email Delivered', record.message))
    await record.hear(bounce(record.message))
    expect(record.paused).toEqual([])
  })
})

describe('a message with other channels', () => {
  const open = { fallbacks: ['sms', 'inapp'] } satisfies Partial<MessageEntry>
  const transient = (key: MessageKey) => ses('Email Bounced', key, { bounce: { bounceType: 'Transient' } })

  it.each<[string, (key: MessageKey) => string, Partial<MessageEntry>, string]>([
    ['SES, of an email on its way', bounce, { ...open, state: 'sending' }, 'sms'],
    ['SES, of one that was sent', bounce, open, 'sms'],
    ['SES, of one that had been taken for delivered', bounce, { ...open, state: 'delivered' }, 'sms'],
    [
      'End User Messaging, of a number',
      (key) => sms('TEXT_INVALID', key),
      { channel: 'sms', fallbacks: ['inapp'] },
      'inapp',
    ],
  ])('goes by the next one where there is no such address: %s', async (_, said, changes, next) => {
    const record = aRecord(changes)
    await record.hear(said(record.message))
    expect(record.messages()).toEqual([`${record.message.channel} bounced`, `${next} held`])
    expect(record.stored().history.at(-1)?.note).toBe(`fallback-${next}`)
    expect(record.counts).toMatchObject({ Bounced: 1, MessagesFellBack: 1, AddressesSuppressed: 1 })
  })

  it('goes by it once, in whatever order and however often feedback comes', async () => {
    const sent = (key: MessageKey) => ses('Email Sent', key)
    for (const order of [
      [bounce, sent, bounce],
      [sent, bounce, bounce, sent],
      [bounce, bounce],
    ]) {
      const record = aRecord({ ...open, state: 'sending' })
      for (const said of order) await record.hear(said(record.message))
      expect(record.messages()).toEqual(['email bounced', 'sms held'])
      expect(record.counts).toMatchObject({ MessagesFellBack: 1 })
    }
  })

  it.each([
    ['the bounce may pass', transient],
    ['it was delivered', (key: MessageKey) => ses('Email Delivered', key)],
    ['the customer complained', complaint],
    ['its content was refused', (key: MessageKey) => ses('Email Rejected', key)],
  ])('does not where %s', async (_, said) => {
    const record = aRecord(open)
    await record.hear(said(record.message))
    expect(record.messages()).toHaveLength(1)
  })

  it('does not where it is not true any more, or was sent twice', async () => {
    const late = aRecord({ ...open, validUntil: '2026-03-10T09:05:00.000Z' })
    await late.hear(bounce(late.message))
    expect(late.messages()).toEqual(['email bounced'])
    const step = { state: 'sending', at: sentAt, note: 'resent-in-doubt' } as const
    const twice = aRecord({ ...open, history: [step] })
    await twice.hear(bounce(twice.message))
    expect(twice.messages()).toEqual(['email bounced'])
  })

  it('has both or neither where the write fails, and the address is kept by the second try', async () => {
    const record = aRecord(open)
    record.failOnce('bounced', new Error('throttled'))
    await expect(record.hear(bounce(record.message))).rejects.toThrow('throttled')
    expect(record.messages()).toEqual(['email sent'])
    record.failNextSuppression(new Error('throttled'))
    await expect(record.hear(bounce(record.message))).rejects.toThrow('throttled')
    await record.hear(bounce(record.message))
    expect(record.messages()).toEqual(['email bounced', 'sms held'])
    expect(record.suppressed()).toEqual({ email: 'bounced' })
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
    ['an event we have no use for', ses('Email Delivery Delayed', aMessage())],
    ['an open of a message that is not in the journal', ses('Email Opened', key)],
    ['an SMS without context', envelope('aws.sms-voice', 'x', { eventType: 'TEXT_DELIVERED' })],
    ['a message that is not in the journal', ses('Email Sent', key)],
  ])('is done with, and counted: %s', async (_, body) => {
    const { hear, stored, counts, message } = aRecord()
    await hear(body)
    expect(stored()).toEqual(message)
    expect(counts).toEqual({ FeedbackForeign: 1 })
  })
})

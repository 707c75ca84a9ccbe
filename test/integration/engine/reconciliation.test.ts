import {
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BankEventName, BankEventNamed } from '#events/registry.ts'
import type { ProviderCall } from '#infra/local/providers/call.ts'
import { feedbackEvents } from '#infra/local/providers/feedback.ts'
import { settingsItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { type MessageEntry, messageEntrySchema } from '#shared/domain/message/journal-entry.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { onlyCampaigns } from '#test/support/local-cloud/campaigns.ts'
import { type Engine, startEngine } from '#test/support/local-cloud/engine.ts'
import type { PlainEntry } from '#test/support/recorded-stream.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** What a queue is set to while what comes to it is to be lost, in seconds; the most that SQS takes. */
const OUT_OF_SIGHT = 900

const DELIVERY = ['EmailServiceQueueUrl', 'SmsServiceQueueUrl']

/** No line that has to be kept: this is not about pace. */
const settings: Settings = {
  ...defaultSettings,
  delivery: { email: { perSecond: 1_000 }, sms: { perSecond: 1_000 } },
}
const care = aCampaign({ id: 'care', channels: ['email', 'sms'], expiresAfterHours: 240 })

let engine: Engine
/** How far the cloud's time is ahead of ours, in milliseconds. */
let ahead = 0

beforeAll(async () => {
  engine = await startEngine({ clock: 'wall' })
  await onlyCampaigns(engine, care)
  const TableName = engine.name('CampaignsTable')
  await engine.documentClient.send(new PutCommand({ TableName, Item: settingsItem(settings) }))
})
afterAll(() => engine?.stop())

const cloudTime = (): Date => new Date(Date.now() + ahead)

/** Time passes, and release-due is called at its end, by two ticks at once. */
const passes = async (milliseconds: number): Promise<void> => {
  ahead += milliseconds
  engine.cloud.setClockOffset(ahead)
  const at = cloudTime()
  const tick = () => engine.cloud.tickSchedules(at, 'ReleaseDueFunction')
  await Promise.all([tick(), tick()])
}

const event = <Name extends BankEventName>(
  DetailType: Name,
  eventId: string,
  data: BankEventNamed<Name>['detail']['data'],
): PlainEntry => {
  const metadata = { eventId, occurredAt: cloudTime().toISOString(), version: 1 }
  return { Source: 'bank.core', DetailType, Detail: JSON.stringify({ metadata, data }) }
}

/** Every second one is reached by email, the others by SMS only. */
const known = (customerId: string, index: number): PlainEntry =>
  event('CustomerProfileChanged', `P-${customerId}`, {
    customerId,
    timeZone: 'Europe/Prague',
    locale: 'en',
    contact: {
      fullName: 'Jana',
      ...(index % 2 === 0
        ? { email: `${customerId.toLowerCase()}@customers.example` }
        : { phone: `+42060${String(index).padStart(7, '0')}` }),
    },
  })

const lowBalance = (customerId: string): PlainEntry =>
  event('LowBalanceDetected', `L-${customerId}`, {
    customerId,
    accountId: `A-${customerId}`,
    balance: { minorUnits: 500, currency: 'CZK' },
  })

type Settable = 'DelaySeconds' | 'VisibilityTimeout'

const setQueues = async (outputs: readonly string[], name: Settable, seconds: number): Promise<void> => {
  for (const output of outputs)
    await engine.sqs.send(
      new SetQueueAttributesCommand({
        QueueUrl: engine.name(output),
        Attributes: { [name]: String(seconds) },
      }),
    )
}

type Countable = '' | 'Delayed' | 'NotVisible'

/** How many messages of these queues are waiting, out of sight, or being worked on. */
const countOf = async (outputs: readonly string[], ...kinds: readonly Countable[]): Promise<number> => {
  let sum = 0
  for (const output of outputs) {
    const { Attributes = {} } = await engine.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: engine.name(output), AttributeNames: ['All'] }),
    )
    for (const kind of kinds) sum += Number(Attributes[`ApproximateNumberOfMessages${kind}`])
  }
  return sum
}

const purge = async (outputs: readonly string[]): Promise<void> => {
  for (const output of outputs)
    await engine.sqs.send(new PurgeQueueCommand({ QueueUrl: engine.name(output) }))
}

/** Loses everything that comes to these queues while something is done. */
const losing = async (outputs: readonly string[], work: () => Promise<unknown>): Promise<void> => {
  await setQueues(outputs, 'DelaySeconds', OUT_OF_SIGHT)
  try {
    await work()
  } finally {
    await purge(outputs)
    await setQueues(outputs, 'DelaySeconds', 0)
  }
  await engine.cloud.settled()
}

const messagesOf = async (prefix: string): Promise<MessageEntry[]> =>
  [...(await engine.items('JournalTable')).values()]
    .filter((item) => item.kind === 'message' && String(item.customerId).startsWith(prefix))
    .map((item) => messageEntrySchema.parse(item))

/** How many of their messages are in each state. */
const statesOf = async (prefix: string): Promise<Readonly<Record<string, number>>> => {
  const counts: Record<string, number> = {}
  for (const { state } of await messagesOf(prefix)) counts[state] = (counts[state] ?? 0) + 1
  return counts
}

const eventually = <T>(look: () => Promise<T>, expected: T): Promise<void> =>
  expect.poll(look, { timeout: 50_000, interval: 200 }).toEqual(expected)

const become = (prefix: string, states: Readonly<Record<string, number>>): Promise<void> =>
  eventually(() => statesOf(prefix), states)

const sentTo = (prefix: string): ProviderCall[] =>
  engine.cloud.providers.calls().filter(({ tags }) =>
    Buffer.from(tags['bw-customer'] ?? '', 'base64url')
      .toString()
      .startsWith(prefix),
  )

/** All that the providers have to say is on the feedback queue. */
const wordsAreOnTheirWay = (prefix: string): Promise<void> =>
  eventually(async () => sentTo(prefix).filter(({ feedback }) => feedback !== 'done'), [])

/** As EventBridge hands the provider's word to the queue. */
const wordComes = async (call: ProviderCall): Promise<void> => {
  for (const { source, detailType, detail } of feedbackEvents(call)) {
    const MessageBody = JSON.stringify({
      source,
      'detail-type': detailType,
      time: cloudTime().toISOString(),
      detail,
    })
    await engine.sqs.send(new SendMessageCommand({ QueueUrl: engine.name('FeedbackQueueUrl'), MessageBody }))
  }
  await engine.cloud.settled()
}

describe('200 messages whose queues are purged, and of which then no word comes', () => {
  const customers = Array.from({ length: 200 }, (_, i) => `P${String(i).padStart(3, '0')}`)

  it('are lost to their queues, and not to the journal', async () => {
    await engine.publish(customers.map(known))
    await engine.cloud.settled()
    await losing(DELIVERY, async () => {
      await engine.publish(customers.map(lowBalance))
      // Until its event is off its queue, a message may be put on its own.
      await eventually(() => countOf(DELIVERY, 'Delayed'), 200)
      await eventually(() => countOf(['BankEventsQueueUrl'], '', 'NotVisible'), 0)
    })
    await passes(13 * MINUTE)
    await engine.cloud.settled()
    expect(await statesOf('P')).toEqual({ queued: 200 })
    expect(sentTo('P')).toEqual([])
  })

  it('are sent, each once, after a quarter of an hour', async () => {
    await losing(['FeedbackQueueUrl'], async () => {
      await passes(3 * MINUTE)
      await become('P', { sent: 200 })
      await wordsAreOnTheirWay('P')
    })
    await passes(MINUTE)
    await engine.cloud.settled()
    expect(await statesOf('P')).toEqual({ sent: 200 })
    const recipients = sentTo('P').map(({ destination }) => destination.join())
    expect([recipients.length, new Set(recipients).size]).toEqual([200, 200])
    expect(engine.cloud.metrics().MessagesRequeued).toBe(200)
  })

  it('are unconfirmed, each once, after three days', async () => {
    await passes(HOUR)
    await passes(71 * HOUR)
    expect(engine.cloud.metrics().MessagesUnconfirmed ?? 0).toBe(0)
    await passes(2 * HOUR)
    await passes(24 * HOUR)
    await engine.cloud.settled()
    expect(engine.cloud.metrics()).toMatchObject({ MessagesUnconfirmed: 200, MessagesRequeued: 200 })
    for (const { unconfirmed, state, history } of await messagesOf('P')) {
      expect([unconfirmed, state]).toEqual([true, 'sent'])
      expect(history.map(({ state: step, note }) => [step, note])).toEqual([
        ['queued', undefined],
        ['sending', undefined],
        ['sent', undefined],
        ['sent', 'unconfirmed'],
      ])
    }
    expect(sentTo('P')).toHaveLength(200)
  })

  it('become what the word says where it comes after all', async () => {
    const calls = sentTo('P')
    const email = calls.find(({ channel }) => channel === 'email')
    const sms = calls.find(({ channel }) => channel === 'sms')
    for (const call of [email, sms]) if (call) await wordComes(call)
    expect(await statesOf('P')).toEqual({ sent: 198, delivered: 2 })
    const delivered = (await messagesOf('P')).filter(({ state }) => state === 'delivered')
    expect(delivered.map(({ channel }) => channel).sort()).toEqual(['email', 'sms'])
  })

  it('leave nothing behind that would be looked after', async () => {
    const waiting = [...(await engine.items('JournalTable')).values()].filter(({ dueKey }) => dueKey)
    expect(waiting).toEqual([])
  })
})

describe('a message in doubt whose queue record is lost', () => {
  it('is decided on as any other in doubt: a service message is sent once more', async () => {
    await engine.publish([known('Q001', 0)])
    await engine.cloud.settled()
    // Long enough to lose it before its queue hands it out again, and to wait for its third receive.
    await setQueues(['EmailServiceQueueUrl'], 'VisibilityTimeout', 5)
    await losing(['FeedbackQueueUrl'], async () => {
      engine.cloud.providers.setFaults({ mode: 'timeout-after-accept' })
      await engine.publish([lowBalance('Q001')])
      await become('Q', { sending: 1 })
      await purge(DELIVERY)
      engine.cloud.providers.setFaults({ mode: 'none' })
      await passes(16 * MINUTE)
      await become('Q', { sent: 1 })
      await wordsAreOnTheirWay('Q')
    })
    expect(sentTo('Q')).toHaveLength(2)
    const [message] = await messagesOf('Q')
    expect(message?.history.map(({ note }) => note)).toContain('resent-in-doubt')
  })
})

import { SendMessageCommand } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BankEventName, BankEventNamed } from '#events/registry.ts'
import type { ProviderCall } from '#infra/local/providers/call.ts'
import { feedbackEvents } from '#infra/local/providers/feedback.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { onlyCampaigns } from '#test/support/local-cloud/campaigns.ts'
import { type Engine, startEngine } from '#test/support/local-cloud/engine.ts'

const MINUTE = 60_000
const service = aCampaign({ id: 'low-balance', channels: ['email', 'sms'] })

let engine: Engine
beforeAll(async () => {
  engine = await startEngine({ clock: 'wall' })
  await onlyCampaigns(engine, service)
})
afterAll(() => engine?.stop())

/** Publishes one event that happens now, and waits until all that follows from it is done, feedback included. */
const happens = async <Name extends BankEventName>(
  name: Name,
  eventId: string,
  data: BankEventNamed<Name>['detail']['data'],
): Promise<void> => {
  const metadata = { eventId, occurredAt: new Date().toISOString(), version: 1 }
  await engine.publish([
    { Source: 'bank.core', DetailType: name, Detail: JSON.stringify({ metadata, data }) },
  ])
  await engine.cloud.settled()
}

const known = (customerId: string, email: string, phone: string) =>
  happens('CustomerProfileChanged', `${customerId}-P`, {
    customerId,
    timeZone: 'Europe/Prague',
    contact: { fullName: 'Jana', email, phone },
  })

const lowBalance = (customerId: string) =>
  happens('LowBalanceDetected', `${customerId}-L`, {
    customerId,
    accountId: 'A1',
    balance: { minorUnits: 5, currency: 'CZK' },
  })

/** The minute passes after which release-due looks, twice at once. */
const aMinutePasses = async (): Promise<void> => {
  const at = new Date(Date.now() + MINUTE)
  const tick = () => engine.cloud.tickSchedules(at, 'ReleaseDueFunction')
  await Promise.all([tick(), tick()])
  await engine.cloud.settled()
}

const messagesOf = async (customerId: string) =>
  [...(await engine.items('JournalTable')).values()].filter(
    (item) => item.kind === 'message' && item.customerId === customerId,
  )

const statesOf = async (customerId: string) =>
  (await messagesOf(customerId)).map(({ channel, state }) => `${channel} ${state}`)

const callsTo = (address: string): ProviderCall[] =>
  engine.cloud.providers.calls().filter(({ destination }) => destination.includes(address))

/** What the provider says of a call, as it stands in the queue. */
const feedbackOn = (call: ProviderCall): string[] =>
  feedbackEvents(call).map(({ detailType, time, ...event }) =>
    JSON.stringify({
      version: '0',
      id: 'e1',
      account: '1',
      region: 'local',
      'detail-type': detailType,
      time,
      ...event,
    }),
  )

const hear = async (...bodies: readonly string[]): Promise<void> => {
  const QueueUrl = engine.name('FeedbackQueueUrl')
  for (const MessageBody of bodies) await engine.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }))
  await engine.cloud.settled()
}

describe('an email that bounces for good', () => {
  it('is followed by one SMS, whatever comes again and in whatever order', async () => {
    const email = 'bounce+f1@simulator.amazonses.com'
    const phone = '+420600000101'
    await known('F1', email, phone)
    await lowBalance('F1')
    expect(await statesOf('F1')).toEqual(['email bounced', 'sms held'])

    const [call] = callsTo(email)
    if (!call) throw new Error('nobody sent an email')
    const [sent = '', bounced = ''] = feedbackOn(call)
    await hear(bounced, sent, bounced)
    await aMinutePasses()
    await hear(bounced, sent)
    await aMinutePasses()
    expect(await statesOf('F1')).toEqual(['email bounced', 'sms delivered'])
    expect(callsTo(phone)).toHaveLength(1)
    expect(callsTo(email)).toHaveLength(1)
    const [, sms] = await messagesOf('F1')
    expect(sms?.fallbackFrom).toBe('email')
    // The gateway's word may come before `sent` is written down, and stands for it then.
    const kept = (sms?.history ?? []) as readonly { readonly state?: string }[]
    const history = kept.filter(({ state }) => state !== 'sent')
    expect(history).toMatchObject([
      { note: 'fallback' },
      { state: 'queued' },
      { state: 'sending' },
      { state: 'delivered' },
    ])
  })

  it('is followed by it also where it had been taken for delivered, and its address is closed', async () => {
    const email = 'f2@customers.example'
    const phone = '+420600000102'
    await known('F2', email, phone)
    await lowBalance('F2')
    expect(await statesOf('F2')).toEqual(['email delivered'])
    const [call] = callsTo(email)
    if (!call) throw new Error('nobody sent an email')
    const [, bounced = ''] = feedbackOn({ ...call, destination: ['bounce@simulator.amazonses.com'] })
    await Promise.all([hear(bounced), hear(bounced)])
    await aMinutePasses()
    expect(await statesOf('F2')).toEqual(['email bounced', 'sms delivered'])
    expect(callsTo(phone)).toHaveLength(1)
    const profile = (await engine.items('CustomersTable')).get('F2 profile')
    expect(Object.keys(profile ?? {})).toContain('suppressed:email:bounced')
  })
})

describe('a channel that was not open to a message', () => {
  it('does not take its place', async () => {
    const email = 'bounce+f3@simulator.amazonses.com'
    await known('F3', email, '+420600000103')
    await happens('CustomerProfileChanged', 'F3-P2', {
      customerId: 'F3',
      consents: [
        { purpose: 'service', channel: 'sms', granted: false, at: new Date().toISOString(), proof: 'app' },
      ],
    })
    await lowBalance('F3')
    // SMS was not open to it at the decision.
    expect(await statesOf('F3')).toEqual(['email bounced'])
    await aMinutePasses()
    expect(callsTo('+420600000103')).toEqual([])
  })
})

import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { BankEventName, BankEventNamed } from '#events/registry.ts'
import { settingsItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { createOperationsSwitch } from '#shared/adapters/dynamodb/operations-switch.ts'
import { createDeliveryQueues } from '#shared/adapters/sqs/delivery-queues.ts'
import { journalEntrySchema, type MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { messageKeyTags } from '#shared/domain/message/message-key.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import type { Purpose } from '#shared/domain/vocabulary.ts'
import { messageEntry } from '#shared/tables/journal.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { aMessage } from '#test/support/builders/messages.ts'
import { onlyCampaigns } from '#test/support/local-cloud/campaigns.ts'
import { queueUrlsOf } from '#test/support/local-cloud/delivery-queues.ts'
import { type Engine, startEngine } from '#test/support/local-cloud/engine.ts'
import type { PlainEntry } from '#test/support/recorded-stream.ts'

const CUSTOMERS = 20
const customers = Array.from({ length: CUSTOMERS }, (_, n) => `K${n}`)
const onDeposit = { signals: [{ type: 'LargeDeposit' as const }] }
const care = aCampaign({ id: 'care', channels: ['email'] })
const offer = aCampaign({ id: 'offer', purpose: 'marketing', trigger: onDeposit, channels: ['email'] })
const notice = aCampaign({ id: 'notice', trigger: onDeposit, channels: ['inapp'] })

/** Any hour is allowed, and the line is no narrower than the machine. */
const settings: Settings = {
  ...defaultSettings,
  marketingHours: { from: 0, to: 24 },
  delivery: { email: { perSecond: 1_000 }, sms: { perSecond: 1_000 } },
}

/** What was on its way when it was stopped may still arrive within this, in milliseconds. */
const PROMISED = 5_000

/** How long the engine may go on deciding, in milliseconds. */
const DECISIONS_STOP = 30_000

let engine: Engine
let count = 0

const now = <Name extends BankEventName>(
  name: Name,
  data: BankEventNamed<Name>['detail']['data'],
): PlainEntry => {
  const metadata = { eventId: `E${++count}`, occurredAt: new Date().toISOString(), version: 1 }
  return { Source: 'bank.core', DetailType: name, Detail: JSON.stringify({ metadata, data }) }
}

/** A message of each customer as a decision leaves it, whether or not the engine would still decide so. */
const queueMessages = async (purpose: Purpose): Promise<void> => {
  const { documentClient, sqs, name } = engine
  const decided = new Date()
  const campaignId = purpose === 'marketing' ? 'offer' : 'care'
  const messages = customers.map((customerId): MessageEntry => {
    const signal = {
      ...aMessage().signal,
      customerId,
      id: `LowBalance:E${++count}`,
      at: decided.toISOString(),
    }
    const decidedAt = decided.toISOString()
    return aMessage({
      ...{ customerId, campaignId, purpose, signal, decidedAt },
      entry: messageEntry(decided, campaignId, signal.id),
      validUntil: new Date(decided.getTime() + 6 * 3_600_000).toISOString(),
      history: [{ state: 'queued', at: decidedAt }],
    })
  })
  for (const Item of messages)
    await documentClient.send(new PutCommand({ TableName: name('JournalTable'), Item }))
  await createDeliveryQueues({ client: sqs, queueUrls: queueUrlsOf(name) }).enqueue(messages)
}

const journal = async (kind: string) =>
  [...(await engine.items('JournalTable')).values()].filter((item) => item.kind === kind)

const messagesOf = async (campaignId: string): Promise<MessageEntry[]> =>
  (await journal('message')).filter((item) => item.campaignId === campaignId) as unknown as MessageEntry[]

/** When the provider was called about a campaign's messages, in epoch milliseconds. */
const callTimes = async (campaignId: string): Promise<number[]> => {
  const keys = new Set(
    (await messagesOf(campaignId)).map((message) => JSON.stringify(messageKeyTags(message))),
  )
  return engine.cloud.providers
    .calls()
    .filter(({ tags }) => keys.has(JSON.stringify(tags)))
    .map(({ at }) => Date.parse(at))
}

const move = async (before: Settings['operations'], after: Settings['operations']): Promise<number> => {
  const switches = createOperationsSwitch({
    documentClient: engine.documentClient,
    campaignsTable: engine.name('CampaignsTable'),
    auditTable: engine.name('AuditTable'),
  })
  expect(await switches.move(before, after, { by: 'Jana', because: 'a test', at: new Date() })).toBe(true)
  return Date.now()
}

const on = { marketing: 'on', service: 'on' } as const
const marketingStopped = { marketing: 'stop', service: 'on' } as const

beforeAll(async () => {
  // What the tick of a later hour releases a moment too early for delivery's own clock comes back soon.
  engine = await startEngine({ clock: 'wall', visibilityTimeoutSeconds: 3 })
  const Item = settingsItem(settings)
  await engine.documentClient.send(new PutCommand({ TableName: engine.name('CampaignsTable'), Item }))
  await onlyCampaigns(engine, care, offer, notice)
  const at = new Date().toISOString()
  await engine.publish(
    customers.map((customerId) =>
      now('CustomerProfileChanged', {
        customerId,
        timeZone: 'Europe/Prague',
        contact: { fullName: 'Jana', email: `${customerId.toLowerCase()}@customers.example` },
        consents: [{ purpose: 'marketing', channel: 'email', granted: true, at, proof: 'form 7' }],
      }),
    ),
  )
  // By now the functions have read their settings.
  await engine.cloud.settled()
})
afterAll(() => engine?.stop())

describe('the kill switch for all marketing', () => {
  let stoppedAt = 0

  it('lets nothing of it leave from 5 s on, whatever is queued; service goes on', async () => {
    await queueMessages('marketing')
    await vi.waitUntil(async () => (await callTimes('offer')).length > 0, { timeout: 30_000, interval: 20 })
    stoppedAt = await move(on, marketingStopped)
    while (Date.now() < stoppedAt + PROMISED + 1_000) {
      await queueMessages('marketing')
      await queueMessages('service')
    }
    await engine.cloud.settled()

    expect((await callTimes('offer')).filter((at) => at > stoppedAt + PROMISED)).toEqual([])
    const marketing = await messagesOf('offer')
    const late = marketing.filter(({ decidedAt }) => Date.parse(decidedAt) > stoppedAt + PROMISED)
    expect(late.length).toBeGreaterThanOrEqual(CUSTOMERS)
    expect(late.map(({ state, history }) => [state, history.at(-1)?.note])).toEqual(
      late.map(() => ['held', 'stopped']),
    )
    expect(new Set(marketing.map(({ state }) => state))).toEqual(new Set(['delivered', 'held']))
    const service = await messagesOf('care')
    expect(new Set(service.map(({ state }) => state))).toEqual(new Set(['delivered']))
    expect((await callTimes('care')).filter((at) => at > stoppedAt + PROMISED).length).toBeGreaterThan(0)
  }, 90_000)

  it('within 30 s nothing of it is decided any more; service is, and profiles go on', async () => {
    const stopped = async () =>
      (await journal('decision')).find(({ refused }) => 'stopped' in (refused as Record<string, string>))
    await vi.waitUntil(
      async () => {
        const customerId = `D${++count}`
        const deposit = { customerId, accountId: 'A1', amount: { minorUnits: 9_000_000, currency: 'CZK' } }
        await engine.publish([now('CustomerProfileChanged', { customerId, timeZone: 'Europe/Prague' })])
        await engine.cloud.settled()
        await engine.publish([now('LargeDepositDetected', deposit)])
        return (await stopped()) !== undefined
      },
      { timeout: DECISIONS_STOP + 20_000, interval: 500 },
    )
    const first = journalEntrySchema.parse(await stopped())
    const offered = (await journal('decision')).filter(({ won }) => (won as string[]).includes('offer@1'))
    expect(
      offered.filter(({ decidedAt }) => Date.parse(String(decidedAt)) > stoppedAt + DECISIONS_STOP),
    ).toEqual([])
    expect(first).toMatchObject({
      refused: { stopped: 'offer@1' },
      won: ['notice@1'],
      seen: { 'operations.marketing': 'stop', 'customer.known': true },
    })
  }, 60_000)

  it('holds what it stopped, and lets it leave once after it is lifted', async () => {
    await move(marketingStopped, on)
    const hour = 3_600_000
    // Until delivery has heard of it, it may hold a message once more.
    await vi.waitUntil(
      async () => {
        await engine.cloud.tickSchedules(new Date(Date.now() + hour), 'ReleaseDueFunction')
        await engine.cloud.settled()
        return (await messagesOf('offer')).every(({ state }) => state === 'delivered')
      },
      { timeout: 30_000, interval: 500 },
    )
    const messages = await messagesOf('offer')
    expect(await callTimes('offer')).toHaveLength(messages.length)
  }, 60_000)
})

import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { BankEventName, BankEventNamed } from '#events/registry.ts'
import { createCampaignDrafts } from '#shared/adapters/dynamodb/campaign-drafts.ts'
import { versionItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { createCampaignVersions } from '#shared/adapters/dynamodb/campaign-versions.ts'
import { createLiveCampaigns } from '#shared/adapters/dynamodb/live-campaigns.ts'
import { createDeliveryQueues } from '#shared/adapters/sqs/delivery-queues.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { messageEntry } from '#shared/tables/journal.ts'
import { goLive } from '#shared/use-cases/campaigns/go-live.ts'
import { pauseCampaign } from '#shared/use-cases/campaigns/steer-campaign.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { aMessage } from '#test/support/builders/messages.ts'
import { onlyCampaigns, putCampaign } from '#test/support/local-cloud/campaigns.ts'
import { queueUrlsOf } from '#test/support/local-cloud/delivery-queues.ts'
import { type Engine, startEngine } from '#test/support/local-cloud/engine.ts'
import type { PlainEntry } from '#test/support/recorded-stream.ts'

const CUSTOMERS = 20
/** Longer than anything waits for the end of a pause of half a minute, and shorter than it is true. */
const LATER = 20 * 60_000
const about = (type: 'LowBalance' | 'LargeDeposit') => ({ signals: [{ type }] })
const running = aCampaign({ id: 'running', trigger: about('LowBalance'), channels: ['email'] })
const coming = aCampaign({ id: 'coming', trigger: about('LargeDeposit'), channels: ['inapp'] })

let engine: Engine
let count = 0

const now = <Name extends BankEventName>(
  name: Name,
  data: BankEventNamed<Name>['detail']['data'],
): PlainEntry => {
  const metadata = { eventId: `E${++count}`, occurredAt: new Date().toISOString(), version: 1 }
  return { Source: 'bank.core', DetailType: name, Detail: JSON.stringify({ metadata, data }) }
}

const customers = Array.from({ length: CUSTOMERS }, (_, n) => `N${n}`)
const crowns = (minorUnits: number) => ({ minorUnits, currency: 'CZK' })

/** One low balance of every customer. */
const lowBalances = () =>
  customers.map((customerId) =>
    now('LowBalanceDetected', { customerId, accountId: 'A1', balance: crowns(5) }),
  )

/** What the engine goes on deciding as long as it does not know of a pause: it looks less often than delivery does. */
const queueMessages = async (): Promise<void> => {
  const { documentClient, sqs, name } = engine
  const decidedAt = new Date()
  const validUntil = new Date(decidedAt.getTime() + 3_600_000).toISOString()
  const messages = customers.map((customerId) => {
    const signal = { ...aMessage().signal, customerId, id: `LowBalance:E${++count}` }
    const entry = messageEntry(decidedAt, 'running', signal.id)
    const at = decidedAt.toISOString()
    return aMessage({ customerId, entry, signal, campaignId: 'running', decidedAt: at, validUntil })
  })
  for (const Item of messages)
    await documentClient.send(new PutCommand({ TableName: name('JournalTable'), Item }))
  const queueUrls = queueUrlsOf(name)
  await createDeliveryQueues({ client: sqs, queueUrls }).enqueue(messages)
}

const messagesOf = async (campaignId: string) =>
  [...(await engine.items('JournalTable')).values()].filter(
    (item) => item.kind === 'message' && item.campaignId === campaignId,
  )

const lastNote = ({ history }: { history?: unknown }) =>
  (history as MessageEntry['history'] | undefined)?.at(-1)?.note

/** When the provider was called, in epoch milliseconds; only the campaign `running` sends emails. */
const callTimes = () => engine.cloud.providers.calls().map(({ at }) => Date.parse(at))

beforeAll(async () => {
  engine = await startEngine({ clock: 'wall' })
  await onlyCampaigns(engine, running)
  await engine.publish(
    customers.map((customerId) =>
      now('CustomerProfileChanged', {
        customerId,
        contact: { fullName: 'Jana', email: `${customerId.toLowerCase()}@customers.example` },
      }),
    ),
  )
  // By now the functions have read their campaigns.
  await engine.cloud.settled()
})
afterAll(() => engine?.stop())

/** Side by side, because both are mostly waiting; neither touches what the other looks at. */
describe.concurrent('a campaign', () => {
  it('reaches the functions within 60 s of going live', async ({ expect }) => {
    const liveAt = Date.now()
    await putCampaign(engine, coming)
    await vi.waitUntil(
      async () => {
        const customerId = customers[0] ?? ''
        await engine.publish([
          now('LargeDepositDetected', { customerId, accountId: 'A1', amount: crowns(9_000_000) }),
        ])
        return (await messagesOf('coming')).length > 0
      },
      { timeout: 60_000, interval: 500 },
    )
    const [first] = await messagesOf('coming')
    expect(Date.parse(String(first?.decidedAt)) - liveAt).toBeLessThanOrEqual(60_000)
  }, 70_000)

  it('sends nothing from 5 s after its pause on, whatever is queued and still decided', async ({
    expect,
  }) => {
    for (let burst = 0; burst < 10; burst++) await engine.publish(lowBalances())
    await vi.waitUntil(() => callTimes().length > 0, { timeout: 30_000, interval: 10 })
    await putCampaign(engine, { ...running, status: 'paused' })
    const pausedAt = Date.now()
    const isLate = ({ decidedAt }: { decidedAt?: unknown }) =>
      Date.parse(String(decidedAt)) > pausedAt + 5_000

    await vi.waitUntil(
      async () => {
        await queueMessages()
        return (await messagesOf('running')).filter(isLate).length > CUSTOMERS
      },
      { timeout: 30_000, interval: 200 },
    )
    const settled = async () =>
      (await messagesOf('running')).every(({ state }) => state === 'delivered' || state === 'held')
    await vi.waitUntil(settled, { timeout: 30_000, interval: 200 })

    expect(callTimes().filter((at) => at > pausedAt + 5_000)).toEqual([])
    const messages = await messagesOf('running')
    const held = messages.filter(({ state }) => state === 'held')
    expect(new Set(held.map(lastNote))).toEqual(new Set(['campaign-paused']))
    expect(callTimes()).toHaveLength(messages.length - held.length)
    expect(new Set(messages.filter(isLate).map(({ state }) => state))).toEqual(new Set(['held']))
  }, 70_000)
})

describe('a campaign that goes on after its pause', () => {
  it('sends what was held meanwhile, each once', async () => {
    const called = callTimes().length
    await putCampaign(engine, running)
    engine.cloud.setClockOffset(LATER)
    await vi.waitUntil(
      async () => {
        await engine.cloud.tickSchedules(new Date(Date.now() + LATER), 'ReleaseDueFunction')
        await engine.cloud.settled()
        return (await messagesOf('running')).every(({ state }) => state === 'delivered')
      },
      { timeout: 30_000, interval: 200 },
    )
    const messages = await messagesOf('running')
    expect(called).toBeLessThan(messages.length)
    expect(callTimes()).toHaveLength(messages.length)
  }, 40_000)
})

describe('a version that another has replaced while it was paused', () => {
  it('sends nothing of what it decided, also where no pause has held that', async () => {
    const { documentClient, name } = engine
    const tables = { documentClient, campaignsTable: name('CampaignsTable'), auditTable: name('AuditTable') }
    const workflow = {
      live: createLiveCampaigns(tables),
      versions: createCampaignVersions(tables),
      drafts: createCampaignDrafts(tables),
    }
    const acting = (requestId: string) => ({
      caller: { userId: 'u-eva', name: 'eva', groups: ['approver'] as const },
      requestId,
      now: new Date(),
    })
    const campaignId = running.id
    await documentClient.send(
      new PutCommand({ TableName: name('CampaignsTable'), Item: versionItem({ ...running, version: 2 }) }),
    )
    await pauseCampaign(workflow, { campaignId }, acting('pause'))
    await goLive(workflow, { campaignId, version: 2 }, acting('go-live'))

    const replacedAt = Date.now()
    const ended = async () => (await messagesOf(campaignId)).filter(({ state }) => state === 'cancelled')
    // Every copy of the function has its own memory of the campaign, up to three seconds old.
    await vi.waitUntil(
      async () => {
        await queueMessages()
        await engine.cloud.settled()
        return Date.now() > replacedAt + 5_000
      },
      { timeout: 30_000, interval: 200 },
    )
    const [called, before] = [callTimes().length, (await ended()).length]
    await queueMessages()
    await engine.cloud.settled()
    expect(callTimes()).toHaveLength(called)
    const all = await ended()
    expect(all).toHaveLength(before + CUSTOMERS)
    for (const message of all) {
      expect(message).toMatchObject({ campaignVersion: 1, reason: 'campaign-replaced' })
      expect(JSON.stringify(message.history)).not.toContain('campaign-paused')
    }
  }, 60_000)
})

import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BankEventName, BankEventNamed } from '#events/registry.ts'
import { type ReleaseDueDependencies, releaseDue } from '#functions/release-due/release-due.ts'
import { createClock } from '#shared/adapters/clock/clock.ts'
import { liveItem, settingsItem, versionItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { createDueIndex } from '#shared/adapters/dynamodb/due-index.ts'
import { createMessageJournal } from '#shared/adapters/dynamodb/message-journal.ts'
import { resultsTarget } from '#shared/adapters/dynamodb/result-counters.ts'
import { createTaskJournal } from '#shared/adapters/dynamodb/task-journal.ts'
import { createUnsettledMessages } from '#shared/adapters/dynamodb/unsettled-messages.ts'
import { createDeliveryQueues } from '#shared/adapters/sqs/delivery-queues.ts'
import { type MessageEntry, messageEntrySchema } from '#shared/domain/message/journal-entry.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { dueAttributes } from '#shared/tables/journal.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { aHeldMessage } from '#test/support/builders/messages.ts'
import { createCounts, createLogSink } from '#test/support/fakes/delivery-world.ts'
import { queueUrlsOf } from '#test/support/local-cloud/delivery-queues.ts'
import { type Engine, type Item, startEngine } from '#test/support/local-cloud/engine.ts'
import type { PlainEntry } from '#test/support/recorded-stream.ts'

/** Prague is an hour ahead of UTC in March. */
const IN_THE_EVENING = '2026-03-10T22:30:00+01:00'
const HOURS_BEGIN = '2026-03-11T08:00:00+01:00'
const BEFORE_HOURS = new Date('2026-03-11T07:59:00+01:00')
/** After the half hour that releases are spread over. */
const RELEASED_BY = new Date('2026-03-11T08:31:00+01:00')

const event = <Name extends BankEventName>(
  DetailType: Name,
  eventId: string,
  occurredAt: string,
  data: BankEventNamed<Name>['detail']['data'],
): PlainEntry => ({
  Source: 'bank.core',
  DetailType,
  Detail: JSON.stringify({ metadata: { eventId, occurredAt, version: 1 }, data }),
})

const phoneOf = (customerId: string): string => `+4206000000${customerId.slice(-2)}`
const crowns = (minorUnits: number) => ({ minorUnits, currency: 'CZK' })

const profile = (customerId: string, birthDate = '1980-05-05'): PlainEntry =>
  event('CustomerProfileChanged', `P-${customerId}`, '2026-02-20T00:00:00Z', {
    customerId,
    birthDate,
    timeZone: 'Europe/Prague',
    locale: 'en',
    customerSince: '2015-01-01',
    branchId: 'B1',
    contact: { fullName: `Customer ${customerId}`, phone: phoneOf(customerId) },
    consents: [
      { purpose: 'marketing', channel: 'sms', granted: true, at: '2026-02-01T00:00:00Z', proof: 'form' },
    ],
  })

const deposit = (customerId: string, at = IN_THE_EVENING): PlainEntry =>
  event('LargeDepositDetected', `D-${customerId}`, at, {
    customerId,
    accountId: `A-${customerId}`,
    amount: crowns(9_000_000),
  })

const offer = aCampaign({
  id: 'savings-offer',
  purpose: 'marketing',
  trigger: { signals: [{ type: 'LargeDeposit' }] },
  channels: ['sms'],
  expiresAfterHours: 48,
  messages: { en: { sms: { text: 'Savings' } } },
})
const settings = {
  ...defaultSettings,
  tasks: { perManagerAndDay: 20, branches: { B1: { managers: ['RM1'], head: 'HEAD1' } } },
}

let engine: Engine

beforeAll(async () => {
  engine = await startEngine({ visibilityTimeoutSeconds: 10 })
  const { documentClient, name } = engine
  for (const Item of [liveItem(offer), versionItem(offer), settingsItem(settings)])
    await documentClient.send(new PutCommand({ TableName: name('CampaignsTable'), Item }))
})

afterAll(() => engine?.stop())

const entriesOf = async (customerId: string, kind: string): Promise<Item[]> =>
  [...(await engine.items('JournalTable')).values()].filter(
    (item) => item.customerId === customerId && item.kind === kind,
  )
const messageOf = async (customerId: string): Promise<MessageEntry> => {
  const [message, ...others] = await entriesOf(customerId, 'message')
  expect(others).toEqual([])
  return messageEntrySchema.parse(message)
}
const sentTo = (customerId: string): number =>
  engine.cloud.providers.calls().filter(({ destination }) => destination.includes(phoneOf(customerId))).length

const tick = (at: Date): Promise<void> => engine.cloud.tickSchedules(at, 'ReleaseDueFunction')

/** Has each of these get a large deposit in the evening. */
const decidedInTheEvening = async (...customers: readonly string[]): Promise<void> => {
  await engine.publish(customers.map((customerId) => profile(customerId)))
  await engine.cloud.settled()
  await engine.publish(customers.map((customerId) => deposit(customerId)))
  await engine.cloud.settled()
}

/** release-due on the cloud's own tables and queues, in our hands: so that it can be killed where it hurts. */
const releaseInOurHands = (changes: (own: ReleaseDueDependencies) => Partial<ReleaseDueDependencies>) => {
  const { documentClient, name, sqs } = engine
  const journalTable = name('JournalTable')
  const own: ReleaseDueDependencies = {
    due: createDueIndex(documentClient, journalTable),
    journal: createMessageJournal(
      documentClient,
      journalTable,
      resultsTarget(name('CampaignsTable'), { settings: async () => settings }),
    ),
    unsettled: createUnsettledMessages(documentClient, journalTable),
    givesFeedback: () => true,
    tasks: createTaskJournal(documentClient, journalTable),
    campaigns: { settings: async () => settings },
    queues: createDeliveryQueues({ client: sqs, queueUrls: queueUrlsOf(name) }),
    clock: createClock('event'),
    hasTime: () => true,
    describeError: () => ({}),
    counters: createCounts(),
    log: createLogSink(),
  }
  return releaseDue({ ...own, ...changes(own) })(RELEASED_BY)
}
/** Whoever is killed never comes back; here the run goes on, and nothing it then does reaches the cloud. */
const killed = async (): Promise<never> => {
  throw new Error('killed')
}

describe('marketing that is decided at 22:30', () => {
  it('is held, released after 08:00 and sent once, by ticks before, at the same time and after', async () => {
    await decidedInTheEvening('C01')
    const held = await messageOf('C01')
    expect(held.state).toBe('held')
    expect(Date.parse(held.heldUntil ?? '')).toBeGreaterThanOrEqual(Date.parse(HOURS_BEGIN))
    expect(Date.parse(held.heldUntil ?? '')).toBeLessThan(Date.parse(HOURS_BEGIN) + 1_800_000)

    await tick(BEFORE_HOURS)
    await engine.cloud.settled()
    expect((await messageOf('C01')).state).toBe('held')
    expect(sentTo('C01')).toBe(0)

    await Promise.all([tick(RELEASED_BY), tick(RELEASED_BY)])
    await tick(RELEASED_BY)
    await engine.cloud.settled()
    const released = await messageOf('C01')
    expect(released.state).toBe('delivered')
    expect(released.history.map(({ state }) => state)).toEqual([
      'held',
      'queued',
      'sending',
      'sent',
      'delivered',
    ])
    expect(released.history.slice(1, 4).map(({ at }) => at)).toEqual(Array(3).fill(held.heldUntil))
    expect(sentTo('C01')).toBe(1)
  })

  it('stays held when its event comes again in the night', async () => {
    await decidedInTheEvening('C02')
    await engine.publish([deposit('C02')])
    await engine.cloud.settled()
    expect((await messageOf('C02')).state).toBe('held')
    expect(sentTo('C02')).toBe(0)
  })

  it('is not sent when consent is withdrawn in the night', async () => {
    await decidedInTheEvening('C03')
    const withdrawal = event('CustomerProfileChanged', 'W-C03', '2026-03-10T23:00:00+01:00', {
      customerId: 'C03',
      consents: [
        { purpose: 'marketing', channel: 'sms', granted: false, at: '2026-03-10T22:00:00Z', proof: 'call' },
      ],
    })
    await engine.publish([withdrawal])
    await engine.cloud.settled()
    await tick(RELEASED_BY)
    await engine.cloud.settled()
    expect(await messageOf('C03')).toMatchObject({ state: 'cancelled', reason: 'no-consent' })
    expect(sentTo('C03')).toBe(0)
  })

  it('is sent once each where release-due is killed at either point, and ticked again', async () => {
    const customers = ['C11', 'C12', 'C13', 'C14', 'C15', 'C16']
    await decidedInTheEvening(...customers)
    // Before anything is on a queue:
    await releaseInOurHands(() => ({ queues: { enqueue: killed } })).catch(() => {})
    await engine.cloud.settled()
    for (const customerId of customers) expect((await messageOf(customerId)).state).toBe('held')
    // After all is on its queue, and before any of it is written down:
    await releaseInOurHands(({ journal }) => ({ journal: { ...journal, transition: killed } }))
    await engine.cloud.settled()
    for (const customerId of customers) expect((await messageOf(customerId)).state).toBe('delivered')
    await Promise.all([tick(RELEASED_BY), tick(RELEASED_BY)])
    await engine.cloud.settled()
    for (const customerId of customers) expect([customerId, sentTo(customerId)]).toEqual([customerId, 1])
  })

  it('is released by a tick that comes after one that could not read the journal', async () => {
    await decidedInTheEvening('C17')
    await releaseInOurHands(({ journal }) => ({ journal: { ...journal, message: killed } }))
    await tick(RELEASED_BY)
    await engine.cloud.settled()
    expect((await messageOf('C17')).state).toBe('delivered')
    expect(sentTo('C17')).toBe(1)
  })
})

it('a message that is no longer true when its hours begin expires, and is not sent', async () => {
  await engine.publish([profile('C21')])
  await engine.cloud.settled()
  const message = aHeldMessage({ customerId: 'C21', validUntil: '2026-03-11T07:10:00.000Z' })
  const Item = { ...message, ...dueAttributes('release', 'C21', message.heldUntil ?? '') }
  await engine.documentClient.send(new PutCommand({ TableName: engine.name('JournalTable'), Item }))
  await Promise.all([tick(RELEASED_BY), tick(RELEASED_BY)])
  await engine.cloud.settled()
  const expired = await messageOf('C21')
  expect(expired).toMatchObject({ state: 'expired', reason: 'expired' })
  expect(expired.history).toHaveLength(2)
  expect(sentTo('C21')).toBe(0)
})

it('an overdue task is escalated once to the head of its branch', async () => {
  await engine.publish([profile('C31', '1940-05-05')])
  await engine.cloud.settled()
  await engine.publish([
    event('LargeWithdrawalDetected', 'W-C31', '2026-03-10T10:00:00+01:00', {
      customerId: 'C31',
      accountId: 'A-C31',
      amount: crowns(9_000_000),
    }),
  ])
  await engine.cloud.settled()
  const due = new Date('2026-03-10T14:00:00+01:00')
  await tick(new Date(due.getTime() - 60_000))
  expect(await entriesOf('C31', 'task')).toMatchObject([{ state: 'open', dueAt: due.toISOString() }])
  await Promise.all([tick(due), tick(due)])
  await tick(RELEASED_BY)
  const tasks = await entriesOf('C31', 'task')
  expect(tasks).toMatchObject([{ state: 'escalated', escalatedTo: 'HEAD1' }])
  expect(tasks[0]?.history).toMatchObject([{ state: 'open' }, { state: 'escalated', note: 'overdue' }])
})

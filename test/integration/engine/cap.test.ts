import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReactDependencies } from '#functions/react-to-events/dependencies.ts'
import { reactToEvents } from '#functions/react-to-events/react-to-events.ts'
import type { QueueRecord } from '#functions/react-to-events/read-records.ts'
import { createContactsWriter } from '#shared/adapters/dynamodb/contacts-writer.ts'
import { createDecisionRecorder } from '#shared/adapters/dynamodb/decision-recorder.ts'
import { createProfileReader } from '#shared/adapters/dynamodb/profile-reader.ts'
import { createProfileStore } from '#shared/adapters/dynamodb/profile-store.ts'
import { parseProfile } from '#shared/domain/profile/customer-profile.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import { envelope, profileChanged } from '#test/support/builders/bank-events.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { createInMemoryCampaigns } from '#test/support/fakes/delivery-world.ts'
import { createEngineWorld } from '#test/support/fakes/engine-world.ts'
import { startTables, type Tables } from '#test/support/local-cloud/tables.ts'
import { type Random, randomOf } from '#test/support/random.ts'
import { mixed } from '#test/support/recorded-stream.ts'

const WORKERS = 8
const CUSTOMERS = 3
const SIGNALS = 120
/** Recent contacts are kept for ten days; decisions that far apart are never taken out of order. */
const DAYS = 9

const settings: Settings = { ...defaultSettings, caps: { marketing: { perDay: 2, perWeek: 5 } } }
const offer = aCampaign({ id: 'offer', purpose: 'marketing', channels: ['email', 'sms'] })
const other = aCampaign({ id: 'other', purpose: 'marketing', channels: ['sms', 'email'], topic: 'other' })

let tables: Tables
const clients: DynamoDBClient[] = []

beforeAll(async () => {
  tables = await startTables()
})
afterAll(async () => {
  for (const client of clients) client.destroy()
  await tables?.stop()
})

/** Everything as a function instance of its own has it; decisions are taken at the events' time. */
const aWorker = (): ReactDependencies => {
  const client = new DynamoDBClient(tables.clientConfig)
  clients.push(client)
  const documentClient = DynamoDBDocumentClient.from(client)
  const customersTable = tables.name('CustomersTable')
  return {
    ...createEngineWorld().dependencies,
    profiles: createProfileStore({ documentClient, tableName: customersTable }),
    reader: createProfileReader(documentClient, customersTable),
    contacts: createContactsWriter({ documentClient, tableName: tables.name('ContactsTable') }),
    recorder: createDecisionRecorder({
      documentClient,
      journalTable: tables.name('JournalTable'),
      customersTable,
      campaignsTable: tables.name('CampaignsTable'),
    }),
    campaigns: createInMemoryCampaigns(settings, offer, other),
  }
}

const consent = (channel: 'email' | 'sms') => ({
  purpose: 'marketing' as const,
  channel,
  granted: true,
  at: '2026-01-01T00:00:00Z',
  proof: 'form',
})

const known = (customerId: string) =>
  profileChanged(
    customerId,
    { consents: [consent('email'), consent('sms')] },
    { occurredAt: '2026-05-01T00:00:00Z' },
  )

/** Low balances at any time of some days, so that many fall into quiet hours and are held. */
const signals = (customers: readonly string[], random: Random) =>
  Array.from({ length: SIGNALS }, (_, n) => {
    const customerId = random.pick(customers as [string, ...string[]])
    const at = Date.UTC(2026, 5, 1) + random.int(0, DAYS * 86_400_000 - 1)
    return envelope(
      'LowBalanceDetected',
      { customerId, accountId: 'A1', balance: { minorUnits: 5, currency: 'CZK' } },
      { eventId: `${customerId}-${n}`, occurredAt: new Date(at).toISOString() },
    )
  })

/** A queue that many read at once, in random small batches; what failed for now goes back to its end. */
const workOff = async (bodies: readonly object[], random: Random): Promise<void> => {
  const queue: QueueRecord[] = bodies.map((body, n) => ({ messageId: `m${n}`, body: JSON.stringify(body) }))
  const work = async (worker: ReactDependencies): Promise<void> => {
    for (;;) {
      const batch = queue.splice(0, random.int(1, 4))
      if (batch.length === 0) return
      const { failedMessageIds } = await reactToEvents(batch, worker)
      queue.push(...batch.filter(({ messageId }) => failedMessageIds.includes(messageId)))
    }
  }
  await Promise.all(Array.from({ length: WORKERS }, () => work(aWorker())))
}

interface Sent {
  readonly channel: string
  /** Epoch seconds at which it leaves. */
  readonly at: number
}

const byTime = (sent: readonly Sent[]): Sent[] =>
  sent.toSorted((a, b) => a.at - b.at || (a.channel < b.channel ? -1 : 1))

/** Marketing messages as the journal has them. */
const journalOf = async (customerId: string): Promise<Sent[]> =>
  byTime(
    (await tables.itemsOf('JournalTable', customerId))
      .filter(({ kind }) => kind === 'message')
      .map(({ channel, heldUntil, decidedAt }) => ({
        channel: String(channel),
        at: Math.floor(Date.parse(String(heldUntil ?? decidedAt)) / 1000),
      })),
  )

const contactsOf = async (customerId: string): Promise<Sent[]> => {
  const [profile] = await tables.itemsOf('CustomersTable', customerId)
  return byTime(parseProfile(profile ?? {}).recentContacts.map(({ channel, at }) => ({ channel, at })))
}

/** The most that any rolling window of the length holds through one channel. */
const mostWithin = (sent: readonly Sent[], days: number): number =>
  Math.max(
    0,
    ...sent.map(
      (first) =>
        sent.filter(
          ({ channel, at }) => channel === first.channel && at >= first.at && at < first.at + days * 86_400,
        ).length,
    ),
  )

describe('the cap on marketing', () => {
  it.each([1, 2, 3, 4])(
    'is never passed by eight parallel workers, whatever comes between: seed %i',
    async (seed) => {
      const random = randomOf(seed)
      const customers = Array.from({ length: CUSTOMERS }, (_, n) => `S${seed}C${n}`)
      await workOff(customers.map(known), random)
      const happening = signals(customers, random)
      const again = happening.filter(() => random.next() < 0.2)
      await workOff(mixed([...happening, ...again], seed), random)

      for (const customerId of customers) {
        const sent = await journalOf(customerId)
        expect(sent).toEqual(await contactsOf(customerId))
        for (const channel of ['email', 'sms']) {
          const through = sent.filter((each) => each.channel === channel)
          expect(mostWithin(through, 1)).toBeLessThanOrEqual(2)
          expect(mostWithin(through, 7)).toBeLessThanOrEqual(5)
          // Many more were wanted: the cap is what held them back.
          expect(through.length).toBeGreaterThanOrEqual(5)
        }
      }
    },
  )
})

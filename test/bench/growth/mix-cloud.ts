import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { localClientConfig } from '#infra/local/clients.ts'
import { type Connection, seedCampaigns } from '#infra/local/commands/connection.ts'
import { PROFILE_ITEM } from '#shared/tables/customers.ts'
import type { Played } from '#test/bench/cost/play.ts'
import { entriesOf, publish } from '#test/bench/cost/publish.ts'
import { templateFacts } from '#test/bench/cost/template-facts.ts'
import { unitsOfLiveCampaigns } from '#test/bench/growth/live-campaigns-read.ts'
import { multiplyCustomers } from '#test/bench/growth/multiply-customers.ts'
import { processorSeconds } from '#test/bench/growth/processor-seconds.ts'
import { functionsBetween, type Spent, spentIn } from '#test/bench/growth/spent.ts'
import { type MeteredCloud, startMeteredCloud } from '#test/bench/meter/metered-cloud.ts'
import { mixCampaigns, mixSettings } from '#test/bench/mix/campaigns.ts'
import { customerIdOf } from '#test/bench/mix/customers.ts'
import { mixEvents } from '#test/bench/mix/events.ts'
import { mixCounts } from '#test/bench/mix/kinds.ts'
import { seedMixCustomers } from '#test/bench/mix/seed-customers.ts'

export interface MixCloudOptions {
  readonly seed: number
  readonly assembly: string
  readonly dataDirectory: string
  readonly customers: number
  readonly campaigns: number
}

/** A metered local cloud in which the mix's bank lives, and time goes on from one run to the next. */
export interface MixCloud {
  /** Publishes the next events, waits until all they led to is done, and says what it took. */
  readonly run: (events: number) => Promise<Spent>
  /** Read units of one consistent reading of all live campaigns, as functions do it. */
  readonly liveUnits: () => Promise<number>
  readonly stop: () => Promise<void>
}

/** Customers that are written through the database; more of them are copies (multiplyCustomers). */
export const PATTERNS = 1_000

/** What a run may take at most, in milliseconds: some, and some an event. */
const LIMIT = { least: 60_000, event: 30 } as const

/** @throws Error where the last customer is not found as any other is, by id and in the calendar */
const requireLast = async ({ documentClient, name }: Connection, customers: number): Promise<void> => {
  const TableName = name('CustomersTable')
  const Key = { customerId: customerIdOf(customers - 1), item: PROFILE_ITEM }
  const { Item } = await documentClient.send(new GetCommand({ TableName, Key }))
  const { Items = [] } = await documentClient.send(
    new QueryCommand({
      TableName,
      IndexName: 'byCalendar',
      KeyConditionExpression: 'calendarKey = :key',
      ExpressionAttributeValues: { ':key': Item?.calendarKey ?? '' },
    }),
  )
  if (!Items.some(({ customerId }) => customerId === Key.customerId))
    throw new Error(`customer ${Key.customerId} is not in the table as all others are`)
}

/** Starts a cloud in which everybody is known, without its functions. */
const startBank = async (options: MixCloudOptions): Promise<MeteredCloud> => {
  const { seed, assembly, dataDirectory, customers, campaigns } = options
  mkdirSync(dataDirectory, { recursive: true })
  const start = () => startMeteredCloud({ assembly, dataDirectory })
  const metered = await start()
  const { connection } = metered.cloud
  await seedCampaigns(connection, mixSettings, mixCampaigns(campaigns, seed))
  const written = Math.min(customers, PATTERNS)
  await seedMixCustomers(connection, 0, written, { seed, now: new Date() })
  if (written === customers) return metered
  const { name } = connection
  const tables = { customers: name('CustomersTable'), contacts: name('ContactsTable') }
  await metered.stop()
  multiplyCustomers(dataDirectory, tables, written, customers)
  const again = await start()
  await requireLast(again.cloud.connection, customers)
  return again
}

const takeAll = ({ meters }: MeteredCloud): Played['counted'] => ({
  dynamodb: meters.dynamodb.take(),
  sqs: meters.sqs.take(),
  eventBridge: meters.eventBridge.take(),
  providers: meters.providers.take(),
})

/** Starts a cloud in which everybody is known; its functions run and have loaded nothing yet. */
export const startMixCloud = async (options: MixCloudOptions): Promise<MixCloud> => {
  const { seed, assembly, dataDirectory, customers } = options
  const metered = await startBank(options)
  const { cloud, meters } = metered
  const { busName, name } = cloud.connection
  await cloud.startWorker()
  const client = new EventBridgeClient(localClientConfig(meters.eventBridge.url))
  const databasePid = Number(readFileSync(path.join(dataDirectory, 'dynamodb.pid'), 'utf8'))
  const facts = templateFacts(assembly, cloud.endpoints)
  const names = {
    campaignsTable: name('CampaignsTable'),
    customersTable: name('CustomersTable'),
    feedbackQueue: name('FeedbackQueueUrl').split('/').at(-1) ?? '',
  }
  const functions = async () => (await cloud.usage())?.functions ?? {}
  const start = new Date()
  let done = 0
  return {
    run: async (events) => {
      const [from, to] = [done, done + events]
      done = to
      const drawn = [...mixEvents({ seed, customers, run: 'growth', start, from, to })]
      const entries = entriesOf(drawn, 'singly')
      const kinds = mixCounts(from, to)
      takeAll(metered)
      const [functionsBefore, databaseBefore] = [await functions(), processorSeconds(databasePid)]
      const expected = cloud.accepted + kinds.message
      await publish(client, busName, entries)
      const limit = LIMIT.least + events * LIMIT.event
      await cloud.untilAccepted(expected, limit)
      await cloud.settle(limit)
      if (cloud.accepted !== expected)
        throw new Error(`${cloud.accepted - expected} messages too many left of ${events} events`)
      const spent = { functions: functionsBetween(functionsBefore, await functions()) }
      const counted = takeAll(metered)
      const database = processorSeconds(databasePid) - databaseBefore
      return spentIn({ events, kinds, entries, counted, ...spent }, { database, facts, names })
    },
    liveUnits: () => unitsOfLiveCampaigns(cloud.connection),
    stop: async () => {
      client.destroy()
      await metered.stop()
    },
  }
}

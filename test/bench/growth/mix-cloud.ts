import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { DescribeTableCommand, type TableDescription } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { localClientConfig } from '#infra/local/clients.ts'
import { seedCampaigns } from '#infra/local/commands/connection.ts'
import type { Played } from '#test/bench/cost/play.ts'
import { entriesOf, publish } from '#test/bench/cost/publish.ts'
import { templateFacts } from '#test/bench/cost/template-facts.ts'
import { importCustomers } from '#test/bench/growth/import-customers.ts'
import { unitsOfLiveCampaigns } from '#test/bench/growth/live-campaigns-read.ts'
import { processorSeconds } from '#test/bench/growth/processor-seconds.ts'
import { functionsBetween, type Spent, spentIn } from '#test/bench/growth/spent.ts'
import { type MeteredCloud, startMeteredCloud } from '#test/bench/meter/metered-cloud.ts'
import { mixCampaigns, mixSettings } from '#test/bench/mix/campaigns.ts'
import { mixCustomer } from '#test/bench/mix/customers.ts'
import { mixEvents } from '#test/bench/mix/events.ts'
import { mixCounts, mixKind } from '#test/bench/mix/kinds.ts'
import { seedMixCustomers } from '#test/bench/mix/seed-customers.ts'

export interface MixCloudOptions {
  readonly seed: number
  readonly assembly: string
  readonly dataDirectory: string
  readonly customers: number
  readonly campaigns: number
  /** Records that react-to-events takes at once @default the template's */
  readonly batchSize?: number
  /** The customers table, for its import; without it BatchWriteItem fills it. */
  readonly table?: TableDescription
}

/** A metered local cloud in which the mix's bank lives, and time goes on from one run to the next. */
export interface MixCloud {
  /** As the template has it, for another cloud's import. */
  readonly table: TableDescription
  /** Publishes the next events, waits until all they led to is done, and says what it took. */
  readonly run: (events: number) => Promise<Spent>
  /** Read units of one consistent reading of all live campaigns, as functions do it. */
  readonly liveUnits: () => Promise<number>
  readonly stop: () => Promise<void>
}

/** What a run may take at most, in milliseconds: some, and some an event. */
const LIMIT = { least: 60_000, event: 30 } as const

const numberOf = (customerId: string): number => Number(customerId.slice(1))

/** Starts a cloud in which everybody is known; functions run and have loaded nothing yet. */
export const startMixCloud = async (options: MixCloudOptions): Promise<MixCloud> => {
  const { seed, assembly, dataDirectory, customers, campaigns, batchSize, table } = options
  const now = new Date()
  const people = { seed, now }
  mkdirSync(dataDirectory, { recursive: true })
  if (table) await importCustomers(table, dataDirectory, customers, people)
  const metered = await startMeteredCloud({
    assembly,
    dataDirectory,
    ...(batchSize === undefined ? {} : { batchSizes: { BankEventsQueueUrl: batchSize } }),
  })
  const { cloud, meters } = metered
  const { connection } = cloud
  const { documentClient, busName, name } = connection
  await seedCampaigns(connection, mixSettings, mixCampaigns(campaigns, seed))
  if (!table) await seedMixCustomers(connection, 0, customers, people)
  await cloud.startWorker()
  const described = await documentClient.send(new DescribeTableCommand({ TableName: name('CustomersTable') }))
  if (!described.Table) throw new Error('there is no table of customers')
  const client = new EventBridgeClient(localClientConfig(meters.eventBridge.url))
  const database = Number(readFileSync(path.join(dataDirectory, 'dynamodb.pid'), 'utf8'))

  const facts = templateFacts(assembly, cloud.endpoints)
  const names = {
    campaignsTable: name('CampaignsTable'),
    customersTable: name('CustomersTable'),
    feedbackQueue: name('FeedbackQueueUrl').split('/').at(-1) ?? '',
  }
  const functions = async () => (await cloud.usage())?.functions ?? {}
  /** Those whom the import left without: only of who gets a message is any read. */
  const addContacts = async (customerIds: readonly string[]): Promise<void> => {
    const TableName = name('ContactsTable')
    for (const customerId of customerIds)
      await documentClient.send(
        new PutCommand({ TableName, Item: mixCustomer(numberOf(customerId), people).contact }),
      )
  }

  let done = 0
  return {
    table: described.Table,
    run: async (events) => {
      const [from, to] = [done, done + events]
      done = to
      const drawn = [...mixEvents({ seed, customers, run: 'growth', start: now, from, to })]
      const addressed = drawn.filter((_, index) => mixKind(from + index) === 'message')
      if (table) await addContacts(addressed.map(({ detail }) => detail.data.customerId))
      const entries = entriesOf(drawn, 'singly')
      const kinds = mixCounts(from, to)
      takeAll(metered)
      const [functionsBefore, databaseBefore] = [await functions(), processorSeconds(database)]
      const expected = cloud.accepted + kinds.message
      await publish(client, busName, entries)
      const limit = LIMIT.least + events * LIMIT.event
      await cloud.untilAccepted(expected, limit)
      await cloud.settle(limit)
      if (cloud.accepted !== expected)
        throw new Error(`${cloud.accepted - expected} messages too many left of ${events} events`)
      const spent = { functions: functionsBetween(functionsBefore, await functions()) }
      const counted = takeAll(metered)
      const used = processorSeconds(database) - databaseBefore
      return spentIn({ events, kinds, entries, counted, ...spent }, { database: used, facts, names })
    },
    liveUnits: () => unitsOfLiveCampaigns(connection),
    stop: async () => {
      client.destroy()
      await metered.stop()
    },
  }
}

const takeAll = ({ meters }: MeteredCloud): Played['counted'] => ({
  dynamodb: meters.dynamodb.take(),
  sqs: meters.sqs.take(),
  eventBridge: meters.eventBridge.take(),
  providers: meters.providers.take(),
})

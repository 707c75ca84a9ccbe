import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { type Campaign, signalTypesOf } from '#shared/domain/campaign/campaign.ts'
import type { MixCustomer } from '#test/bench/mix/customers.ts'
import { TABLES, type UsualTable } from '#test/bench/usual/tables.ts'

/** What BatchWriteItem takes. */
const BATCH = 25

type Item = Readonly<Record<string, unknown>>

const write = async (
  client: DynamoDBDocumentClient,
  table: UsualTable,
  items: readonly Item[],
): Promise<void> => {
  const name = TABLES[table]
  for (let at = 0; at < items.length; at += BATCH) {
    let requests = items.slice(at, at + BATCH).map((Item) => ({ PutRequest: { Item } }))
    while (requests.length > 0) {
      const { UnprocessedItems } = await client.send(
        new BatchWriteCommand({ RequestItems: { [name]: requests } }),
      )
      requests = (UnprocessedItems?.[name] ?? []) as typeof requests
    }
  }
}

/** Puts customers where the usual design reads them: what is known of them, and apart from it who they are. */
export const loadCustomers = async (
  client: DynamoDBDocumentClient,
  customers: Iterable<MixCustomer>,
): Promise<void> => {
  let batch: MixCustomer[] = []
  const flush = async (): Promise<void> => {
    const profiles = batch.map(({ profile }) => profile)
    const contacts = batch.map(({ contact }) => contact)
    batch = []
    await Promise.all([write(client, 'customers', profiles), write(client, 'contacts', contacts)])
  }
  for (const customer of customers) if (batch.push(customer) === BATCH) await flush()
  await flush()
}

/** Puts live campaigns under each moment that they listen to. */
export const loadCampaigns = (
  client: DynamoDBDocumentClient,
  campaigns: readonly Campaign[],
): Promise<void> =>
  write(
    client,
    'campaigns',
    campaigns.flatMap((campaign) =>
      signalTypesOf(campaign).map((trigger) => ({ trigger, campaignId: campaign.id, campaign })),
    ),
  )

import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import { type Campaign, campaignSchema } from '#shared/domain/campaign/campaign.ts'
import type { ProfileItem, Stores } from '#test/bench/usual/function/stores.ts'

const contactSchema = z.object({ contact: z.object({ fullName: z.string(), email: z.optional(z.string()) }) })

export interface TableNames {
  readonly customers: string
  readonly campaigns: string
  readonly decisions: string
  readonly contacts: string
}

/** The tables behind the port. Reads are eventually consistent, as the SDK's are unless told: half a unit each 4 KB. */
export const createDynamoDbStores = (client: DynamoDBDocumentClient, tables: TableNames): Stores => ({
  profile: async (customerId) => {
    const { Item } = await client.send(new GetCommand({ TableName: tables.customers, Key: { customerId } }))
    return Item as ProfileItem | undefined
  },
  keepProfile: async (Item) => {
    await client.send(new PutCommand({ TableName: tables.customers, Item }))
  },
  liveCampaigns: async (trigger) => {
    const query = {
      TableName: tables.campaigns,
      KeyConditionExpression: '#trigger = :trigger',
      ExpressionAttributeNames: { '#trigger': 'trigger' },
      ExpressionAttributeValues: { ':trigger': trigger },
    }
    const campaigns: Campaign[] = []
    for await (const { Items = [] } of paginateQuery({ client }, query))
      for (const { campaign } of Items) campaigns.push(z.parse(campaignSchema, campaign))
    return campaigns
  },
  keepDecision: async (Item) => {
    await client.send(new PutCommand({ TableName: tables.decisions, Item }))
  },
  contact: async (customerId) => {
    const { Item } = await client.send(new GetCommand({ TableName: tables.contacts, Key: { customerId } }))
    return Item && z.parse(contactSchema, Item).contact
  },
  keepSent: async ({ customerId, entry }, { campaignId, ...sent }) => {
    await client.send(
      new UpdateCommand({
        TableName: tables.decisions,
        Key: { customerId, entry },
        UpdateExpression: 'SET #sent = :sent',
        ExpressionAttributeNames: { '#sent': `sent:${campaignId}` },
        ExpressionAttributeValues: { ':sent': sent },
      }),
    )
  },
})

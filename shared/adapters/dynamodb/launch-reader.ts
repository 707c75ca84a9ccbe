import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { parseLaunchItem } from '#shared/adapters/dynamodb/launch-items.ts'
import { launchIdParts } from '#shared/domain/launch/launch.ts'
import type { LaunchReader } from '#shared/ports/launch-reader.ts'
import { launchesCollection, launchKey } from '#shared/tables/campaigns.ts'

/** The launches of the campaigns table behind the port. */
export const createLaunchReader = (
  documentClient: DynamoDBDocumentClient,
  campaignsTable: string,
): LaunchReader => ({
  launch: async (launchId) => {
    const parts = launchIdParts(launchId)
    if (!parts) return undefined
    const Key = launchKey(parts.campaignId, parts.at)
    const command = new GetCommand({ TableName: campaignsTable, Key, ConsistentRead: true })
    const { Item } = await documentClient.send(command)
    return Item && parseLaunchItem(Item)
  },
  launches: async (campaignId, { limit, after }) => {
    const collection = launchesCollection(campaignId)
    const { Items = [], LastEvaluatedKey } = await documentClient.send(
      new QueryCommand({
        TableName: campaignsTable,
        KeyConditionExpression: '#collection = :launches',
        ExpressionAttributeNames: { '#collection': 'collection' },
        ExpressionAttributeValues: { ':launches': collection },
        ScanIndexForward: false,
        Limit: limit,
        ...(after === undefined ? {} : { ExclusiveStartKey: { collection, entry: after } }),
      }),
    )
    const last: unknown = LastEvaluatedKey?.entry
    return { items: Items.map(parseLaunchItem), ...(typeof last === 'string' ? { next: last } : {}) }
  },
})

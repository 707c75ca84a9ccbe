import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { Connection } from '#infra/local/commands/connection.ts'
import { LIVE_COLLECTION } from '#shared/tables/campaigns.ts'

/** Read units of one consistent reading of all live campaigns, as functions do it. */
export const unitsOfLiveCampaigns = async ({ documentClient, name }: Connection): Promise<number> => {
  let units = 0
  let from: Record<string, unknown> | undefined
  do {
    const page = await documentClient.send(
      new QueryCommand({
        TableName: name('CampaignsTable'),
        KeyConditionExpression: '#collection = :live',
        ExpressionAttributeNames: { '#collection': 'collection' },
        ExpressionAttributeValues: { ':live': LIVE_COLLECTION },
        ConsistentRead: true,
        ReturnConsumedCapacity: 'TOTAL',
        ...(from && { ExclusiveStartKey: from }),
      }),
    )
    units += page.ConsumedCapacity?.CapacityUnits ?? 0
    from = page.LastEvaluatedKey
  } while (from)
  return units
}

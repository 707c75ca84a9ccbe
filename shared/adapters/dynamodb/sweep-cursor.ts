import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import type { SweepCursor } from '#shared/ports/sweep-cursor.ts'
import { SWEEP_CURSOR_KEY } from '#shared/tables/campaigns.ts'

/** The sweep's place in the campaigns table. */
export const createSweepCursor = ({
  documentClient,
  tableName,
}: {
  documentClient: DynamoDBDocumentClient
  tableName: string
}): SweepCursor => ({
  read: async () => {
    const { Item: item } = await documentClient.send(
      new GetCommand({ TableName: tableName, Key: SWEEP_CURSOR_KEY, ConsistentRead: true }),
    )
    return typeof item?.sweptUpTo === 'string' ? new Date(item.sweptUpTo) : undefined
  },
  advance: async (to) => {
    try {
      await documentClient.send(
        new PutCommand({
          TableName: tableName,
          Item: { ...SWEEP_CURSOR_KEY, sweptUpTo: to.toISOString() },
          ConditionExpression: 'attribute_not_exists(#sweptUpTo) OR #sweptUpTo < :to',
          ExpressionAttributeNames: { '#sweptUpTo': 'sweptUpTo' },
          ExpressionAttributeValues: { ':to': to.toISOString() },
        }),
      )
    } catch (error) {
      // A sweep that ran beside this one got further; what it swept includes what we did.
      if (!(error instanceof ConditionalCheckFailedException)) throw error
    }
  },
})

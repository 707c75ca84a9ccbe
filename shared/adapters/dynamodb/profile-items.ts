import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
import type { ProfileItems } from '#shared/ports/profile-items.ts'
import { PROFILE_ITEM } from '#shared/tables/customers.ts'

/** Profiles of the customers table, register by register; a moment old, which is good enough to play on from. */
export const createProfileItems = (
  documentClient: DynamoDBDocumentClient,
  tableName: string,
): Pick<ProfileItems, 'item'> => ({
  item: async (customerId) => {
    const { Item } = await documentClient.send(
      new GetCommand({ TableName: tableName, Key: { customerId, item: PROFILE_ITEM } }),
    )
    if (Item === undefined) return undefined
    const { customerId: _, item: __, calendarKey: ___, ...attributes } = Item
    return attributes
  },
})

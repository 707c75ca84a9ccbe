import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
import { parseProfile, unknownProfile } from '#shared/domain/profile/customer-profile.ts'
import type { ProfileReader } from '#shared/ports/profile-reader.ts'
import { PROFILE_ITEM } from '#shared/tables/customers.ts'

/** The customers table behind the port; reads are consistent, so that a withdrawn consent counts at once. */
export const createProfileReader = (client: DynamoDBDocumentClient, tableName: string): ProfileReader => ({
  profile: async (customerId) => {
    const key = { customerId, item: PROFILE_ITEM }
    const command = new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true })
    const { Item } = await client.send(command)
    return Item ? parseProfile(Item) : unknownProfile(customerId)
  },
})

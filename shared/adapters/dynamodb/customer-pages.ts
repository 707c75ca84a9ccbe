import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import { scanCursorSchema } from '#shared/domain/launch/launch-part.ts'
import { type CustomerProfile, parseProfile } from '#shared/domain/profile/customer-profile.ts'
import type { CustomerPages } from '#shared/ports/customer-pages.ts'
import { PROFILE_ITEM } from '#shared/tables/customers.ts'

/**
 * The customers table behind the port: a parallel scan, eventually consistent, which costs half a read unit for 4 KB of
 * a whole page. Calendar items of cards are read with it and left out; a filter would leave them out as late.
 */
export const createCustomerPages = (
  documentClient: DynamoDBDocumentClient,
  customersTable: string,
): CustomerPages => ({
  page: async ({ part, parts, cursor, limit }) => {
    const { Items, LastEvaluatedKey, ConsumedCapacity } = await documentClient.send(
      new ScanCommand({
        TableName: customersTable,
        Segment: part,
        TotalSegments: parts,
        Limit: limit,
        FilterExpression: '#item = :profile',
        ExpressionAttributeNames: { '#item': 'item' },
        ExpressionAttributeValues: { ':profile': PROFILE_ITEM },
        ReturnConsumedCapacity: 'TOTAL',
        ...(cursor === undefined ? {} : { ExclusiveStartKey: cursor }),
      }),
    )
    const profiles: CustomerProfile[] = []
    const unreadable: string[] = []
    for (const item of Items ?? [])
      try {
        profiles.push(parseProfile(item))
      } catch {
        unreadable.push(String(item.customerId))
      }
    return {
      profiles,
      unreadable,
      next: LastEvaluatedKey === undefined ? undefined : z.parse(scanCursorSchema, LastEvaluatedKey),
      readUnits: ConsumedCapacity?.CapacityUnits ?? 0,
    }
  },
})

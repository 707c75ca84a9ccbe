import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import type { PhoneIndex } from '#shared/ports/phone-index.ts'
import type { contactsTable } from '#shared/tables/contacts.ts'

const byPhone: keyof typeof contactsTable.indexes = 'byPhone'

const rowSchema = z.object({ customerId: z.string() })

/** The contacts table's index behind the port: of the items it gives the customer's id and nothing else. */
export const createPhoneIndex = (client: DynamoDBDocumentClient, tableName: string): PhoneIndex => ({
  customersWith: async (phone) => {
    const pages = paginateQuery(
      { client },
      {
        TableName: tableName,
        IndexName: byPhone,
        KeyConditionExpression: '#phone = :phone',
        ProjectionExpression: 'customerId',
        ExpressionAttributeNames: { '#phone': 'phone' },
        ExpressionAttributeValues: { ':phone': phone },
      },
    )
    const found: string[] = []
    for await (const { Items = [] } of pages)
      found.push(...Items.map((item) => z.parse(rowSchema, item).customerId))
    return found.sort()
  },
})

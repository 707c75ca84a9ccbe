import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import type { ContactsReader } from '#shared/ports/contacts-reader.ts'

const itemSchema = z.object({
  contact: z.object({
    fullName: z.string(),
    email: z.optional(z.string()),
    phone: z.optional(z.string()),
  }),
})

/** The contacts table behind the port. Only the contact is read, not the consent proofs beside it. */
export const createContactsReader = (client: DynamoDBDocumentClient, tableName: string): ContactsReader => ({
  contact: async (customerId) => {
    const { Item } = await client.send(
      new GetCommand({
        TableName: tableName,
        Key: { customerId },
        ConsistentRead: true,
        ProjectionExpression: 'contact',
      }),
    )
    const parsed = z.safeParse(itemSchema, Item)
    return parsed.success ? parsed.data.contact : undefined
  },
})

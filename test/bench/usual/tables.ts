import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'

/** Keys of the usual design's tables, all on demand and without indexes. */
const keys = {
  idempotency: ['id'],
  customers: ['customerId'],
  /** One item for each moment that a campaign listens to. */
  campaigns: ['trigger', 'campaignId'],
  decisions: ['customerId', 'entry'],
  contacts: ['customerId'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type UsualTable = keyof typeof keys

/** What they are called. */
export const TABLES: Readonly<Record<UsualTable, string>> = {
  idempotency: 'usual-idempotency',
  customers: 'usual-customers',
  campaigns: 'usual-campaigns',
  decisions: 'usual-decisions',
  contacts: 'usual-contacts',
}

/** Creates all of them in an empty database. */
export const createUsualTables = async (client: DynamoDBClient): Promise<void> => {
  for (const [table, attributes] of Object.entries(keys) as [UsualTable, readonly string[]][])
    await client.send(
      new CreateTableCommand({
        TableName: TABLES[table],
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: attributes.map((name) => ({ AttributeName: name, AttributeType: 'S' })),
        KeySchema: attributes.map((name, place) => ({
          AttributeName: name,
          KeyType: place === 0 ? 'HASH' : 'RANGE',
        })),
      }),
    )
}

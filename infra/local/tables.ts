import {
  type AttributeDefinition,
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndex,
  type KeySchemaElement,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import * as z from 'zod/mini'
import { type Deployment, type Resource, readProperties } from '#infra/local/template.ts'

const tableProperties = z.strictObject({
  TableName: z.optional(z.string()),
  // In the form of CreateTable, which judges them:
  KeySchema: z.custom<KeySchemaElement[]>(),
  AttributeDefinitions: z.custom<AttributeDefinition[]>(),
  GlobalSecondaryIndexes: z._default(z.custom<GlobalSecondaryIndex[]>(), []),
  TimeToLiveSpecification: z.optional(z.strictObject({ AttributeName: z.string(), Enabled: z.boolean() })),
  BillingMode: z.optional(z.literal('PAY_PER_REQUEST')),
  StreamSpecification: z.optional(
    z.strictObject({
      StreamViewType: z.enum(['NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE', 'KEYS_ONLY']),
    }),
  ),
  // Without a meaning on one's own disk:
  DeletionProtectionEnabled: z.optional(z.unknown()),
  PointInTimeRecoverySpecification: z.optional(z.unknown()),
  Replicas: z.optional(z.unknown()),
  SSESpecification: z.optional(z.unknown()),
  TableClass: z.optional(z.unknown()),
  Tags: z.optional(z.unknown()),
})

type TableProperties = z.infer<typeof tableProperties>

/**
 * Creates the template's tables that do not exist yet.
 * @param streams false: none is begun, because each write to a table that has one is kept twice more
 * @throws Error when an existing one has other keys
 */
export async function createTables(
  client: DynamoDBClient,
  deployment: Deployment,
  streams = true,
): Promise<void> {
  for (const resource of deployment.resources('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable')) {
    const properties = readProperties(resource, tableProperties)
    const existing = await describe(client, resource.name)
    if (existing === undefined) await createTable(client, resource, properties)
    else requireSameKeys(resource.name, existing, properties)
    if (streams && existing?.StreamSpecification?.StreamEnabled !== true)
      await beginStream(client, resource, properties)
  }
}

/** Also of a table that an earlier release made: as on AWS, its stream begins with the next write. */
async function beginStream(
  client: DynamoDBClient,
  { name }: Resource,
  { StreamSpecification }: TableProperties,
): Promise<void> {
  if (StreamSpecification === undefined) return
  const enabled = { ...StreamSpecification, StreamEnabled: true }
  await client.send(new UpdateTableCommand({ TableName: name, StreamSpecification: enabled }))
}

async function createTable(
  client: DynamoDBClient,
  resource: Resource,
  properties: TableProperties,
): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: resource.name,
      KeySchema: properties.KeySchema,
      AttributeDefinitions: properties.AttributeDefinitions,
      BillingMode: 'PAY_PER_REQUEST',
      ...(properties.GlobalSecondaryIndexes.length > 0 && {
        GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes,
      }),
    }),
  )
  if (properties.TimeToLiveSpecification === undefined) return
  const TimeToLiveSpecification = properties.TimeToLiveSpecification
  await client.send(new UpdateTimeToLiveCommand({ TableName: resource.name, TimeToLiveSpecification }))
}

async function describe(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined
    throw error
  }
}

function requireSameKeys(name: string, existing: TableDescription, wanted: TableProperties): void {
  const keys = ({ KeySchema, GlobalSecondaryIndexes = [] }: TableDescription | TableProperties): string =>
    JSON.stringify([
      ...[...(KeySchema ?? [])].map((key) => `${key.KeyType} ${key.AttributeName}`),
      ...GlobalSecondaryIndexes.map(
        (index) => `${index.IndexName} ${index.Projection?.ProjectionType}`,
      ).sort(),
    ])
  if (keys(existing) !== keys(wanted))
    throw new Error(`table ${name} was created by another version of the template; remove its data directory`)
}

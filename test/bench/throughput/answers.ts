import {
  DynamoDBClient,
  type DynamoDBClientConfig,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { MemoryTable } from '#test/bench/throughput/memory-table.ts'

/** What a decision writes is marshalled, as the document client does, and thought to be kept. */
const marshalRecords = ({ TransactItems = [] }: TransactWriteCommand['input']): void => {
  for (const { Put, Update } of TransactItems) {
    if (Put?.Item) marshall(Put.Item)
    if (Update?.Key) marshall(Update.Key)
    if (Update?.ExpressionAttributeValues) marshall(Update.ExpressionAttributeValues)
  }
}

/**
 * A document client without the SDK's stack of middleware, HTTP and signatures: commands are answered as they were
 * marshalled, with what would have to be unmarshalled.
 * @param onUpdate is told about each update
 */
export const answeredClient = (
  table: MemoryTable,
  onUpdate?: (input: UpdateItemCommandInput) => void,
): DynamoDBDocumentClient => {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-central-1' }))
  const send = async (command: unknown): Promise<unknown> => {
    if (command instanceof UpdateItemCommand) {
      onUpdate?.(command.input)
      return table.update(command.input)
    }
    if (command instanceof TransactWriteCommand) marshalRecords(command.input)
    else if (command instanceof PutCommand) marshall(command.input.Item ?? {})
    else throw new Error('the client in memory does not know this command')
    return {}
  }
  return Object.assign(client, { send })
}

type Request = { readonly headers: Readonly<Record<string, string>>; readonly body?: unknown }

/** DynamoDB's protocol in memory: JSON in, JSON out, and everything of the SDK before and after it. */
const answer = (table: MemoryTable, { headers, body }: Request): string => {
  const [, operation] = (headers['x-amz-target'] ?? '').split('.')
  if (operation === 'UpdateItem') {
    const { Attributes, ConsumedCapacity } = table.update(JSON.parse(String(body)))
    return JSON.stringify({ Attributes, ConsumedCapacity })
  }
  if (operation === 'PutItem' || operation === 'TransactWriteItems') return '{}'
  throw new Error(`the service in memory does not know ${operation}`)
}

/** Configuration of a DynamoDB client whose requests, signed and serialized, are answered in memory. */
export const answeredConfig = (table: MemoryTable): DynamoDBClientConfig => ({
  region: 'eu-central-1',
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'in-memory' },
  requestHandler: {
    handle: async (request: Request) => ({
      response: {
        statusCode: 200,
        headers: { 'content-type': 'application/x-amz-json-1.0' },
        body: Buffer.from(answer(table, request)),
      },
    }),
  } as unknown as NonNullable<DynamoDBClientConfig['requestHandler']>,
})

import { type ConsumedCapacity, DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'

/** DynamoDB units as the service counted them. */
export interface Capacity {
  readonly writeUnits: number
  readonly readUnits: number
}

export interface MeteredClient {
  readonly documentClient: DynamoDBDocumentClient
  /** The same for libraries that marshal by themselves. */
  readonly client: DynamoDBClient
  /** What was consumed since the last call. */
  readonly take: () => Capacity
}

const WRITES: ReadonlySet<string> = new Set([
  'PutItemCommand',
  'UpdateItemCommand',
  'DeleteItemCommand',
  'TransactWriteItemsCommand',
  'BatchWriteItemCommand',
])

type Consumed = { ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] }

const unitsOf = ({ ConsumedCapacity: consumed }: Consumed): number =>
  [consumed ?? []].flat().reduce((sum, { CapacityUnits }) => sum + (CapacityUnits ?? 0), 0)

/**
 * A refused condition is billed like the write, by the size of the item it looked at: one unit for our items of up to
 * 1 KB, two an item in a transaction. The exceptions do not carry the figure.
 */
const refusedUnits = (error: unknown, input: { TransactItems?: readonly unknown[] }): number => {
  const name = error instanceof Error ? error.name : ''
  if (name === 'ConditionalCheckFailedException') return 1
  return name === 'TransactionCanceledException' ? 2 * (input.TransactItems?.length ?? 0) : 0
}

/** A DynamoDB client that asks for the consumed capacity of every request, and sums it. */
export const createMeteredClient = (config: DynamoDBClientConfig = {}): MeteredClient => {
  const client = new DynamoDBClient(config)
  let writeUnits = 0
  let readUnits = 0
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const isWrite = WRITES.has(commandName)
        try {
          const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } })
          const units = unitsOf(result.output as Consumed)
          if (isWrite) writeUnits += units
          else readUnits += units
          return result
        } catch (error) {
          if (isWrite) writeUnits += refusedUnits(error, args.input as { TransactItems?: readonly unknown[] })
          throw error
        }
      },
    { step: 'initialize', name: 'capacityMeter' },
  )
  return {
    documentClient: DynamoDBDocumentClient.from(client),
    client,
    take: () => {
      const taken = { writeUnits, readUnits }
      writeUnits = 0
      readUnits = 0
      return taken
    },
  }
}

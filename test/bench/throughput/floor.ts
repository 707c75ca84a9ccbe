import { DynamoDBClient, UpdateItemCommand, type UpdateItemCommandInput } from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import type { QueueRecord } from '#functions/react-to-events/read-records.ts'
import { toAttributes } from '#shared/adapters/dynamodb/attribute-values.ts'
import { inParallel } from '#shared/use-cases/in-parallel.ts'
import { answeredConfig } from '#test/bench/throughput/answers.ts'
import type { MemoryTable } from '#test/bench/throughput/memory-table.ts'

/** An update's key and values before they were marshalled. */
export interface Update {
  readonly input: UpdateItemCommandInput
  readonly key: Readonly<Record<string, unknown>>
  readonly values: Readonly<Record<string, unknown>>
}

export const updateOf = (input: UpdateItemCommandInput): Update => ({
  input: { ...input },
  key: unmarshall(input.Key ?? {}),
  values: unmarshall(input.ExpressionAttributeValues ?? {}),
})

type Batches = readonly (readonly QueueRecord[])[]

const parse = (batches: Batches): number => {
  let parsed = 0
  for (const batch of batches) for (const { body } of batch) if (JSON.parse(body)) parsed++
  return parsed
}

/** The least that anybody does: the bodies parsed, and one UpdateItem an event marshalled, by the SDK's function. */
export const floor = (batches: Batches, updates: readonly Update[]) => (): number => {
  let made = parse(batches)
  for (const { key, values } of updates) if (marshall(key) && marshall(values)) made++
  return made
}

/** The same, marshalled by the functions that the product's own store uses. */
export const ownFloor = (batches: Batches, updates: readonly Update[]) => (): number => {
  let made = parse(batches)
  for (const { key, values } of updates) if (toAttributes(key) && toAttributes(values)) made++
  return made
}

/** As many requests under way as react-to-events has. */
const CONCURRENCY = 20

/** The least that anybody does with the SDK: the bodies parsed, and one UpdateItem an event sent by its bare client. */
export const sdkFloor = (batches: Batches, updates: readonly Update[], table: MemoryTable) => {
  const client = new DynamoDBClient(answeredConfig(table))
  return async (): Promise<number> => {
    table.reset()
    parse(batches)
    await inParallel(updates, CONCURRENCY, async ({ input }) => {
      await client.send(new UpdateItemCommand(input))
    })
    return table.updates
  }
}

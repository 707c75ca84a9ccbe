import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import type { DueEntry, DueIndex, DuePages } from '#shared/ports/due-index.ts'
import { DUE_SHARDS, type DueKind, dueKey } from '#shared/tables/journal.ts'

/** Entries that are worked on at once, times the shards: fewer than the SDK's client has connections, twice. */
const PAGE = 25

const rowSchema = z.object({ customerId: z.string(), entry: z.string(), due: z.string() })

const entryOf = (row: unknown): DueEntry => {
  const { due, ...key } = z.parse(rowSchema, row)
  return { ...key, due: new Date(due) }
}

/** The journal's index of what waits, behind the port: one query a shard, pages followed as far as they are asked for. */
export const createDueIndex = (documentClient: DynamoDBDocumentClient, tableName: string): DueIndex => {
  async function* pagesOf(kind: DueKind, shard: number, upTo: Date): DuePages {
    const pages = paginateQuery(
      { client: documentClient, pageSize: PAGE },
      {
        TableName: tableName,
        IndexName: 'byDue',
        KeyConditionExpression: '#dueKey = :dueKey AND #due <= :upTo',
        ExpressionAttributeNames: { '#dueKey': 'dueKey', '#due': 'due' },
        ExpressionAttributeValues: { ':dueKey': dueKey(kind, shard), ':upTo': upTo.toISOString() },
      },
    )
    for await (const { Items = [] } of pages) yield Items.map(entryOf)
  }
  const shards = Array.from({ length: DUE_SHARDS }, (_, shard) => shard)
  return {
    heldMessages: (upTo) => shards.map((shard) => pagesOf('release', shard, upTo)),
    overdueTasks: (upTo) => shards.map((shard) => pagesOf('task', shard, upTo)),
    unsettledMessages: (upTo) => shards.map((shard) => pagesOf('settle', shard, upTo)),
    unconfirmedMessages: (upTo) => shards.map((shard) => pagesOf('confirm', shard, upTo)),
  }
}

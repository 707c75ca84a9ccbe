import { type DynamoDBDocumentClient, GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import { auditPut } from '#shared/adapters/dynamodb/audit.ts'
import { parseDraftItem } from '#shared/adapters/dynamodb/draft-items.ts'
import { type TransactItem, writeAll } from '#shared/adapters/dynamodb/transaction.ts'
import { type Segment, segmentContentSchema } from '#shared/domain/campaign/segment.ts'
import type { AuditEntry } from '#shared/ports/audit.ts'
import type { SegmentStore } from '#shared/ports/segments.ts'
import { DRAFTS_COLLECTION, SEGMENTS_COLLECTION, segmentKey } from '#shared/tables/campaigns.ts'

const itemSchema = z.object({
  ...segmentContentSchema.shape,
  entry: z.string(),
  revision: z.int(),
  updatedAt: z.string(),
  updatedBy: z.string(),
})

const segmentOf = (item: Record<string, unknown>): Segment => {
  const { entry, ...rest } = z.parse(itemSchema, item)
  return { segmentId: entry, ...rest }
}

const itemOf = ({ segmentId, description, ...rest }: Segment) => ({
  ...segmentKey(segmentId),
  ...rest,
  ...(description === undefined ? {} : { description }),
})

/** Only over the revision that was seen. */
const ifSeen = (seen: number) => ({
  ConditionExpression: '#revision = :seen',
  ExpressionAttributeNames: { '#revision': 'revision' },
  ExpressionAttributeValues: { ':seen': seen },
})

interface Tables {
  readonly documentClient: DynamoDBDocumentClient
  readonly campaignsTable: string
  readonly auditTable: string
}

/** Segments in the campaigns table, each change in one transaction with its audit line. */
export const createSegmentStore = ({
  documentClient,
  campaignsTable: TableName,
  auditTable,
}: Tables): SegmentStore => {
  const collection = async (name: string): Promise<Record<string, unknown>[]> => {
    const pages = paginateQuery(
      { client: documentClient },
      {
        TableName,
        KeyConditionExpression: '#collection = :collection',
        ExpressionAttributeNames: { '#collection': 'collection' },
        ExpressionAttributeValues: { ':collection': name },
        ConsistentRead: true,
      },
    )
    const items: Record<string, unknown>[] = []
    for await (const { Items = [] } of pages) items.push(...Items)
    return items
  }

  const write = async (item: TransactItem, audit: AuditEntry): Promise<boolean> =>
    (await writeAll(documentClient, [item, auditPut(auditTable, audit)])).written

  return {
    all: async () => (await collection(SEGMENTS_COLLECTION)).map(segmentOf),
    one: async (segmentId) => {
      const command = new GetCommand({ TableName, Key: segmentKey(segmentId), ConsistentRead: true })
      const { Item } = await documentClient.send(command)
      return Item && segmentOf(Item)
    },
    create: (segment, audit) =>
      write(
        {
          Put: {
            TableName,
            Item: itemOf(segment),
            ConditionExpression: 'attribute_not_exists(#entry)',
            ExpressionAttributeNames: { '#entry': 'entry' },
          },
        },
        audit,
      ),
    change: (segment, seen, audit) =>
      write({ Put: { TableName, Item: itemOf(segment), ...ifSeen(seen) } }, audit),
    remove: (segmentId, seen, audit) =>
      write({ Delete: { TableName, Key: segmentKey(segmentId), ...ifSeen(seen) } }, audit),
    drafts: async () =>
      (await collection(DRAFTS_COLLECTION)).map((item) => {
        const { campaignId, content } = parseDraftItem(item)
        return { campaignId, content }
      }),
  }
}

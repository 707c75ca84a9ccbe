import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb'
import type { Item } from '#shared/adapters/dynamodb/campaign-items.ts'

/** One collection, from an entry on. */
export interface CollectionPage {
  readonly tableName: string
  readonly collection: string
  /** The entry that was seen last; from the beginning without. */
  readonly from: string | undefined
  readonly limit: number
  /** Newest first, where entries are in order of time. */
  readonly backwards?: boolean
}

/**
 * Up to `limit` items of a collection, consistent. A page of DynamoDB ends at 1 MB, which is 50 campaigns or so:
 * then the next one is asked for.
 */
export const queryFrom = async (
  documentClient: DynamoDBDocumentClient,
  { tableName, collection, from, limit, backwards = false }: CollectionPage,
): Promise<Item[]> => {
  const pages = paginateQuery(
    { client: documentClient },
    {
      TableName: tableName,
      KeyConditionExpression: `#collection = :collection${
        from === undefined ? '' : ` AND #entry ${backwards ? '<' : '>'} :from`
      }`,
      ExpressionAttributeNames: {
        '#collection': 'collection',
        ...(from === undefined ? {} : { '#entry': 'entry' }),
      },
      ExpressionAttributeValues: {
        ':collection': collection,
        ...(from === undefined ? {} : { ':from': from }),
      },
      ConsistentRead: true,
      ScanIndexForward: !backwards,
      Limit: limit,
    },
  )
  const items: Item[] = []
  for await (const { Items = [] } of pages) {
    items.push(...Items)
    if (items.length >= limit) break
  }
  return items.slice(0, limit)
}

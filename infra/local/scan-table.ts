import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb'

/** Every item of a table, page by page; for the small tables of a local cloud. */
export async function* scanTable(
  documentClient: DynamoDBDocumentClient,
  tableName: string,
): AsyncGenerator<Record<string, unknown>> {
  const pages = paginateScan({ client: documentClient }, { TableName: tableName, ConsistentRead: true })
  for await (const { Items = [] } of pages) yield* Items
}

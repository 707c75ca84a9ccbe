import { type DynamoDBDocumentClient, paginateQuery, type QueryCommandInput } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import { conversionEntrySchema, journalEntrySchema } from '#shared/domain/message/journal-entry.ts'
import type { CustomerHistory, HistoryEntry, HistoryQuery } from '#shared/ports/customer-history.ts'

const rowSchema = z.object({ entry: z.string(), expiresAt: z.optional(z.number()) })
const entrySchema = z.union([journalEntrySchema, conversionEntrySchema])

/** Every entry begins with its year; a colon is the next sign after nine. */
const FIRST = '0'
const AFTER_LAST = ':'

const queryOf = (TableName: string, query: HistoryQuery): QueryCommandInput => {
  const { customerId, from, to, before, kind } = query
  const end = to?.toISOString() ?? AFTER_LAST
  return {
    TableName,
    KeyConditionExpression: 'customerId = :customerId AND #entry BETWEEN :from AND :to',
    ExpressionAttributeNames: { '#entry': 'entry', ...(kind ? { '#kind': 'kind' } : {}) },
    ExpressionAttributeValues: {
      ':customerId': customerId,
      ':from': from?.toISOString() ?? FIRST,
      ':to': before !== undefined && before < end ? before : end,
      ...(kind ? { ':kind': kind } : {}),
    },
    ...(kind ? { FilterExpression: '#kind = :kind' } : {}),
    ScanIndexForward: false,
    ConsistentRead: true,
  }
}

/** The journal table behind the port. */
export const createCustomerHistory = (
  client: DynamoDBDocumentClient,
  tableName: string,
): CustomerHistory => ({
  page: async (query) => {
    const { from, to, before, limit, now } = query
    if (from && to && from >= to) return { entries: [], next: undefined }
    const entries: HistoryEntry[] = []
    const pages = paginateQuery({ client, pageSize: limit + 2 }, queryOf(tableName, query))
    for await (const { Items = [] } of pages)
      for (const item of Items) {
        const { entry, expiresAt = Number.POSITIVE_INFINITY } = z.parse(rowSchema, item)
        // `before` itself is within the bounds of a query, which are inclusive.
        if ((before !== undefined && entry >= before) || expiresAt * 1000 <= now.getTime()) continue
        if (entries.length === limit) return { entries, next: entries.at(-1)?.entry }
        const parsed = z.safeParse(entrySchema, item)
        entries.push(parsed.success ? parsed.data : { kind: 'unreadable', entry })
      }
    return { entries, next: undefined }
  },
})

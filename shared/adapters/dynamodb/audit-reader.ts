import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import type { AuditLine, AuditReader } from '#shared/ports/audit-reader.ts'

const lineSchema = z.looseObject({
  subject: z.string(),
  entry: z.string(),
  action: z.string(),
  by: z.string(),
  name: z.optional(z.string()),
  groups: z.optional(z.array(z.string())),
  requestId: z.optional(z.string()),
})

const lineOf = (item: Record<string, unknown>): AuditLine => {
  const { subject: _, entry, action, by, name, groups, requestId, ...details } = z.parse(lineSchema, item)
  return { at: entry.split('#')[0] ?? entry, action, by, name, groups, requestId, details }
}

/** Comes before every sort key, and after all that begin with an instant. */
const FIRST = ' '
const LAST = '~'

/** The audit table behind the port: one Query a page. */
export const createAuditReader = (
  documentClient: DynamoDBDocumentClient,
  auditTable: string,
): AuditReader => ({
  lines: async ({ subject, from = FIRST, to = LAST, limit, after }) => {
    const { Items = [], LastEvaluatedKey } = await documentClient.send(
      new QueryCommand({
        TableName: auditTable,
        KeyConditionExpression: '#subject = :subject AND #entry BETWEEN :from AND :to',
        ExpressionAttributeNames: { '#subject': 'subject', '#entry': 'entry' },
        // What is written at the instant `to` itself begins with it and a `#`, and so comes after.
        ExpressionAttributeValues: { ':subject': subject, ':from': from, ':to': to },
        ScanIndexForward: false,
        Limit: limit,
        ...(after === undefined ? {} : { ExclusiveStartKey: { subject, entry: after } }),
      }),
    )
    const items = Items.map(lineOf)
    const last: unknown = LastEvaluatedKey?.entry
    return { items, ...(typeof last === 'string' ? { next: last } : {}) }
  },
})

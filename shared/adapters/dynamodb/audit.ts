import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import type { TransactItem } from '#shared/adapters/dynamodb/transaction.ts'
import type { Audit, AuditEntry } from '#shared/ports/audit.ts'

/** Never over a line that is there: the table only grows. */
const putOf = (TableName: string, { subject, action, at, caller, requestId, details }: AuditEntry) => ({
  TableName,
  Item: {
    ...Object.fromEntries(Object.entries(details ?? {}).filter(([, value]) => value !== undefined)),
    subject,
    entry: `${at.toISOString()}#${action}#${requestId}`,
    action,
    by: caller.userId,
    name: caller.name,
    groups: caller.groups,
    requestId,
  },
  ConditionExpression: 'attribute_not_exists(#entry)',
  ExpressionAttributeNames: { '#entry': 'entry' },
})

/**
 * The line about a change, for the transaction of the change: both are written, or neither is. Its condition fails only
 * where this very request has written it before.
 */
export const auditPut = (auditTable: string, entry: AuditEntry): TransactItem => ({
  Put: putOf(auditTable, entry),
})

/** The audit table behind the port. */
export const createAudit = (documentClient: DynamoDBDocumentClient, auditTable: string): Audit => ({
  write: async (entry) => {
    try {
      await documentClient.send(new PutCommand(putOf(auditTable, entry)))
    } catch (error) {
      // The line is there already: the same request, tried again.
      if (!(error instanceof ConditionalCheckFailedException)) throw error
    }
  },
})

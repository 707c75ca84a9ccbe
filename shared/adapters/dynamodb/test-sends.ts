import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { auditPut } from '#shared/adapters/dynamodb/audit.ts'
import { conditionFailed, writeAll } from '#shared/adapters/dynamodb/transaction.ts'
import type { TestSends } from '#shared/ports/test-sends.ts'
import { testSendsKey } from '#shared/tables/campaigns.ts'

/** The counter of a minute is good for nothing after it; an hour in which somebody may still look at it, in seconds. */
const KEPT = 3_600

interface Tables {
  readonly documentClient: DynamoDBDocumentClient
  readonly campaignsTable: string
  readonly auditTable: string
}

/** Counters in the campaigns table, one for each person and minute. */
export const createTestSends = ({ documentClient, campaignsTable, auditTable }: Tables): TestSends => ({
  take: async (userId, at, most, audit) => {
    const Update = {
      TableName: campaignsTable,
      Key: testSendsKey(userId, at.toISOString().slice(0, 16)),
      UpdateExpression: 'SET #sent = if_not_exists(#sent, :none) + :one, #expiresAt = :expiresAt',
      ConditionExpression: 'attribute_not_exists(#sent) OR #sent < :most',
      ExpressionAttributeNames: { '#sent': 'sent', '#expiresAt': 'expiresAt' },
      ExpressionAttributeValues: {
        ':none': 0,
        ':one': 1,
        ':most': most,
        ':expiresAt': Math.floor(at.getTime() / 1000) + KEPT,
      },
    }
    const outcome = await writeAll(documentClient, [{ Update }, auditPut(auditTable, audit)])
    if (outcome.written) return true
    if (conditionFailed(outcome.reasons, 0)) return false
    throw new Error('this very request has sent its test message before')
  },
})

import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { auditPut } from '#shared/adapters/dynamodb/audit.ts'
import { liveCheck, newLaunchPut } from '#shared/adapters/dynamodb/launch-items.ts'
import { conditionFailed, writeAll } from '#shared/adapters/dynamodb/transaction.ts'
import type { LaunchCreation } from '#shared/ports/launches.ts'
import { campaignAuditSubject } from '#shared/tables/audit.ts'

/** The launches of the campaigns table behind the port. */
export const createLaunchCreation = ({
  documentClient,
  campaignsTable,
  auditTable,
}: {
  readonly documentClient: DynamoDBDocumentClient
  readonly campaignsTable: string
  readonly auditTable: string
}): LaunchCreation => ({
  createLaunch: async (launch, author) => {
    const { launchId, campaignId, version, plannedAt, customersPerSecond } = launch
    const line = auditPut(auditTable, {
      subject: campaignAuditSubject(campaignId),
      action: 'launch-planned',
      at: new Date(plannedAt),
      ...author,
      details: { launchId, version, customersPerSecond },
    })
    const outcome = await writeAll(documentClient, [
      newLaunchPut(campaignsTable, launch),
      liveCheck(campaignsTable, launch),
      line,
    ])
    if (outcome.written) return 'created'
    return conditionFailed(outcome.reasons, 1) ? 'not-live' : 'exists'
  },
})

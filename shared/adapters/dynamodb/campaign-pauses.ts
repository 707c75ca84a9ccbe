import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { liveRevised } from '#shared/adapters/dynamodb/live-revision.ts'
import { writeAll } from '#shared/adapters/dynamodb/transaction.ts'
import type { CampaignPauses } from '#shared/ports/campaign-pauses.ts'
import { campaignAuditSubject } from '#shared/tables/audit.ts'
import { LIVE_COLLECTION } from '#shared/tables/campaigns.ts'

const REASON = 'paused-complaints'

/** The live campaigns and the audit table behind the port; the version stays as it was approved. */
export const createCampaignPauses = ({
  documentClient,
  campaignsTable,
  auditTable,
}: {
  readonly documentClient: DynamoDBDocumentClient
  readonly campaignsTable: string
  readonly auditTable: string
}): CampaignPauses => ({
  pauseForComplaints: async ({ campaignId, campaignVersion, channel, counts, at }) => {
    const Update = {
      TableName: campaignsTable,
      Key: { collection: LIVE_COLLECTION, entry: campaignId },
      UpdateExpression: 'SET #status = :paused, #because = :because',
      ConditionExpression: '#status = :live AND #version = :version',
      ExpressionAttributeNames: { '#status': 'status', '#because': 'pausedBecause', '#version': 'version' },
      ExpressionAttributeValues: {
        ':live': 'live',
        ':paused': 'paused',
        ':because': REASON,
        ':version': campaignVersion,
      },
    }
    const Put = {
      TableName: auditTable,
      Item: {
        subject: campaignAuditSubject(campaignId),
        entry: `${at.toISOString()}#paused`,
        action: 'paused',
        by: 'engine',
        reason: REASON,
        version: campaignVersion,
        channel,
        delivered: counts.delivered ?? 0,
        complained: counts.complained ?? 0,
      },
      ConditionExpression: 'attribute_not_exists(#entry)',
      ExpressionAttributeNames: { '#entry': 'entry' },
    }
    return (await writeAll(documentClient, [{ Update }, { Put }, liveRevised(campaignsTable)])).written
  },
})

import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { liveItem, settingsItem, versionItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { liveRevised } from '#shared/adapters/dynamodb/live-revision.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { campaignAuditSubject } from '#shared/tables/audit.ts'

export interface SeedTarget {
  readonly documentClient: DynamoDBDocumentClient
  readonly campaignsTable: string
  readonly auditTable: string
  readonly now: Date
}

const putIfNew = async (
  { documentClient }: SeedTarget,
  tableName: string,
  item: Record<string, unknown>,
): Promise<boolean> => {
  try {
    await documentClient.send(
      new PutCommand({
        TableName: tableName,
        Item: item,
        ConditionExpression: 'attribute_not_exists(#entry)',
        ExpressionAttributeNames: { '#entry': 'entry' },
      }),
    )
    return true
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false
    throw error
  }
}

/**
 * Puts campaigns and settings into an installation that does not have them yet. What a bank has changed since is left
 * as it is; each campaign that is new leaves a line in the audit table.
 * @returns the ids of the campaigns that were new
 */
export const seed = async (
  target: SeedTarget,
  campaigns: readonly Campaign[],
  settings: Settings,
): Promise<string[]> => {
  await putIfNew(target, target.campaignsTable, settingsItem(settings))
  const fresh: string[] = []
  for (const campaign of campaigns) {
    await putIfNew(target, target.campaignsTable, versionItem(campaign))
    if (!(await putIfNew(target, target.campaignsTable, liveItem(campaign)))) continue
    fresh.push(campaign.id)
    await putIfNew(target, target.auditTable, {
      subject: campaignAuditSubject(campaign.id),
      entry: `${target.now.toISOString()}#seeded`,
      action: 'seeded',
      version: campaign.version,
      createdBy: campaign.createdBy,
      approvedBy: campaign.approvedBy,
    })
  }
  if (fresh.length > 0) {
    const { Update } = liveRevised(target.campaignsTable)
    await target.documentClient.send(new UpdateCommand(Update))
  }
  return fresh
}

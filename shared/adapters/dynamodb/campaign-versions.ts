import { GetCommand } from '@aws-sdk/lib-dynamodb'
import type { CampaignTables } from '#shared/adapters/dynamodb/campaign-drafts.ts'
import { type Item, parseCampaignItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { queryFrom } from '#shared/adapters/dynamodb/query-from.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { CampaignVersions } from '#shared/ports/campaign-versions.ts'
import { campaignCollection, versionEntry } from '#shared/tables/campaigns.ts'

const campaignIn = (item: Item): Campaign | undefined => {
  const parsed = parseCampaignItem(item)
  return parsed.success ? parsed.data : undefined
}

/** The approved versions in the campaigns table, behind the port. */
export const createCampaignVersions = ({
  documentClient,
  campaignsTable,
}: Omit<CampaignTables, 'auditTable'>): CampaignVersions => {
  const newest = (campaignId: string, before: number | undefined, limit: number) =>
    queryFrom(documentClient, {
      tableName: campaignsTable,
      collection: campaignCollection(campaignId),
      from: before === undefined ? undefined : versionEntry(before),
      limit,
      backwards: true,
    })

  return {
    version: async (campaignId, version) => {
      const Key = { collection: campaignCollection(campaignId), entry: versionEntry(version) }
      const command = new GetCommand({ TableName: campaignsTable, Key, ConsistentRead: true })
      const { Item } = await documentClient.send(command)
      return Item && campaignIn(Item)
    },
    latest: async (campaignId) => Number((await newest(campaignId, undefined, 1))[0]?.version ?? 0),
    page: async (campaignId, before, limit) =>
      (await newest(campaignId, before, limit)).flatMap((item) => campaignIn(item) ?? []),
  }
}

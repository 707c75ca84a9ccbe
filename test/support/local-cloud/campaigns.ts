import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { Connection } from '#infra/local/commands/connection.ts'
import { scanTable } from '#infra/local/scan-table.ts'
import { liveItem, versionItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { liveRevised } from '#shared/adapters/dynamodb/live-revision.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { LIVE_COLLECTION } from '#shared/tables/campaigns.ts'

/** Puts a campaign into the table as its approval does: the version, and the item that the functions read. */
export const putCampaign = async ({ documentClient, name }: Connection, campaign: Campaign) => {
  for (const Item of [versionItem(campaign), liveItem(campaign)])
    await documentClient.send(new PutCommand({ TableName: name('CampaignsTable'), Item }))
  await documentClient.send(new UpdateCommand(liveRevised(name('CampaignsTable')).Update))
}

/** These campaigns and no others; to be called before the functions have read any. */
export const onlyCampaigns = async (connection: Connection, ...campaigns: readonly Campaign[]) => {
  const { documentClient, name } = connection
  const TableName = name('CampaignsTable')
  for await (const { collection, entry } of scanTable(documentClient, TableName))
    if (collection === LIVE_COLLECTION)
      await documentClient.send(new DeleteCommand({ TableName, Key: { collection, entry } }))
  for (const campaign of campaigns) await putCampaign(connection, campaign)
}

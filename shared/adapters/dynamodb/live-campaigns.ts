import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { auditPut } from '#shared/adapters/dynamodb/audit.ts'
import type { CampaignTables } from '#shared/adapters/dynamodb/campaign-drafts.ts'
import { type Item, liveItem, parseCampaignItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { dateEnd, datePut, parseDateItem } from '#shared/adapters/dynamodb/go-live-items.ts'
import { liveRevised } from '#shared/adapters/dynamodb/live-revision.ts'
import { queryFrom } from '#shared/adapters/dynamodb/query-from.ts'
import { type TransactItem, writeAll } from '#shared/adapters/dynamodb/transaction.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { LiveCampaigns } from '#shared/ports/live-campaigns.ts'
import { goLiveKey, LIVE_COLLECTION } from '#shared/tables/campaigns.ts'

/** The engine pauses by itself, so that why it is paused belongs to what was seen. */
const asSeen = ({ version, status, pausedBecause }: Campaign) => ({
  ConditionExpression: `#version = :version AND #status = :seen AND ${
    pausedBecause === undefined ? 'attribute_not_exists(#because)' : '#because = :because'
  }`,
  ExpressionAttributeNames: { '#version': 'version', '#status': 'status', '#because': 'pausedBecause' },
  ExpressionAttributeValues: {
    ':version': version,
    ':seen': status,
    ...(pausedBecause === undefined ? {} : { ':because': pausedBecause }),
  },
})

const livePut = (TableName: string, campaign: Campaign, seen: Campaign | undefined): TransactItem => ({
  Put: {
    TableName,
    Item: liveItem(campaign),
    ...(seen
      ? asSeen(seen)
      : {
          ConditionExpression: 'attribute_not_exists(#entry)',
          ExpressionAttributeNames: { '#entry': 'entry' },
        }),
  },
})

const liveMove = (TableName: string, seen: Campaign, to: Campaign['status']): TransactItem => {
  const condition = asSeen(seen)
  return {
    Update: {
      TableName,
      Key: { collection: LIVE_COLLECTION, entry: seen.id },
      // Why it was paused goes only with the pause: who ends it leaves the reason to be read.
      UpdateExpression: `SET #status = :to${to === 'live' ? ' REMOVE #because' : ''}`,
      ConditionExpression: condition.ConditionExpression,
      ExpressionAttributeNames: condition.ExpressionAttributeNames,
      ExpressionAttributeValues: { ...condition.ExpressionAttributeValues, ':to': to },
    },
  }
}

/** What an earlier release wrote, and nobody can read any more, is as if it were not there: no write goes over it. */
const readable = (items: readonly Item[]): Campaign[] =>
  items.flatMap((item) => {
    const parsed = parseCampaignItem(item)
    return parsed.success ? [parsed.data] : []
  })

/** The live campaigns, and the dates on which versions go live, behind the port. */
export const createLiveCampaigns = (tables: CampaignTables): LiveCampaigns => {
  const { documentClient, campaignsTable, auditTable } = tables
  const get = async (Key: { collection: string; entry: string }): Promise<Item | undefined> =>
    (await documentClient.send(new GetCommand({ TableName: campaignsTable, Key, ConsistentRead: true }))).Item
  const write = async (items: readonly (TransactItem | undefined)[]): Promise<boolean> =>
    (
      await writeAll(
        documentClient,
        items.filter((item) => item !== undefined),
      )
    ).written

  return {
    live: async (campaignId) => {
      const item = await get({ collection: LIVE_COLLECTION, entry: campaignId })
      return item && readable([item])[0]
    },
    page: async (from, limit) => {
      const place = { tableName: campaignsTable, collection: LIVE_COLLECTION, from, limit }
      return readable(await queryFrom(documentClient, place))
    },
    goLive: (campaign, seen, audit, date) =>
      write([
        livePut(campaignsTable, campaign, seen),
        auditPut(auditTable, audit),
        liveRevised(campaignsTable),
        date && dateEnd(campaignsTable, date),
      ]),
    move: (seen, to, audit, date) =>
      write([
        liveMove(campaignsTable, seen, to),
        auditPut(auditTable, audit),
        liveRevised(campaignsTable),
        date && dateEnd(campaignsTable, date),
      ]),
    date: async (campaignId) => {
      const item = await get(goLiveKey(campaignId))
      return item && parseDateItem(item)
    },
    setDate: (date, seen, audit) => write([datePut(campaignsTable, date, seen), auditPut(auditTable, audit)]),
    endDate: (change, audit) => write([dateEnd(campaignsTable, change), auditPut(auditTable, audit)]),
  }
}

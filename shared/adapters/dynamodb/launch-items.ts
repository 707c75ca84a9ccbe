import * as z from 'zod/mini'
import type { Item } from '#shared/adapters/dynamodb/campaign-items.ts'
import type { TransactItem } from '#shared/adapters/dynamodb/transaction.ts'
import { type Launch, launchSchema } from '#shared/domain/launch/launch.ts'
import { DUE, LIVE_COLLECTION, launchKey } from '#shared/tables/campaigns.ts'

/** Only what the tick has something to do for stands in the index. */
export const launchItem = (launch: Launch): Item => ({
  ...launchKey(launch.campaignId, new Date(launch.at)),
  ...launch,
  ...(launch.due === undefined ? {} : { dueKey: DUE.launch }),
})

/** @throws ZodError when the item is no launch */
export const parseLaunchItem = (item: Item): Launch => z.parse(launchSchema, item)

/** A launch of an occurrence that has had none. */
export const newLaunchPut = (TableName: string, launch: Launch): TransactItem => ({
  Put: {
    TableName,
    Item: launchItem(launch),
    ConditionExpression: 'attribute_not_exists(#entry)',
    ExpressionAttributeNames: { '#entry': 'entry' },
  },
})

/** Nobody launches what was paused, ended or replaced at the same moment. */
export const liveCheck = (TableName: string, { campaignId, version }: Launch): TransactItem => ({
  ConditionCheck: {
    TableName,
    Key: { collection: LIVE_COLLECTION, entry: campaignId },
    ConditionExpression: '#status = :live AND #version = :version',
    ExpressionAttributeNames: { '#status': 'status', '#version': 'version' },
    ExpressionAttributeValues: { ':live': 'live', ':version': version },
  },
})

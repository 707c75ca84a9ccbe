import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
import { auditPut } from '#shared/adapters/dynamodb/audit.ts'
import { versionItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { draftItem, parseDraftItem } from '#shared/adapters/dynamodb/draft-items.ts'
import { queryFrom } from '#shared/adapters/dynamodb/query-from.ts'
import { conditionFailed, type TransactItem, writeAll } from '#shared/adapters/dynamodb/transaction.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { comparableName } from '#shared/domain/campaign/comparable-name.ts'
import type { WorkingCopy } from '#shared/domain/campaign/working-copy.ts'
import type { AuditEntry } from '#shared/ports/audit.ts'
import type { CampaignDrafts } from '#shared/ports/campaign-drafts.ts'
import {
  campaignCollection,
  DRAFTS_COLLECTION,
  LIVE_COLLECTION,
  versionEntry,
} from '#shared/tables/campaigns.ts'

export interface CampaignTables {
  readonly documentClient: DynamoDBDocumentClient
  readonly campaignsTable: string
  readonly auditTable: string
}

const absent = {
  ConditionExpression: 'attribute_not_exists(#entry)',
  ExpressionAttributeNames: { '#entry': 'entry' },
} as const

/** A campaign that was seeded is there without a working copy. */
const notThere = (TableName: string, collection: string, entry: string): TransactItem => ({
  ConditionCheck: { TableName, Key: { collection, entry }, ...absent },
})

const replacement = (TableName: string, copy: WorkingCopy): TransactItem => ({
  Put: {
    TableName,
    Item: draftItem(copy),
    ...(copy.revision === 1
      ? absent
      : {
          ConditionExpression: '#revision = :seen',
          ExpressionAttributeNames: { '#revision': 'revision' },
          ExpressionAttributeValues: { ':seen': copy.revision - 1 },
        }),
  },
})

/**
 * RULES 16 as a condition of the write, so that no race and no mistake elsewhere gets around it. A list that is missing
 * contains nobody, hence the first two.
 */
const NEVER_AN_AUTHOR = [
  'attribute_exists(#authors)',
  'attribute_exists(#authorNames)',
  'NOT contains(#authors, :userId)',
  'NOT contains(#authorNames, :name)',
] as const

const approval = (TableName: string, copy: WorkingCopy, { caller }: AuditEntry): TransactItem => ({
  Put: {
    TableName,
    Item: draftItem(copy),
    ConditionExpression: ['#state = :submitted', '#revision = :seen', ...NEVER_AN_AUTHOR].join(' AND '),
    ExpressionAttributeNames: {
      '#state': 'state',
      '#revision': 'revision',
      '#authors': 'authors',
      '#authorNames': 'authorNames',
    },
    ExpressionAttributeValues: {
      ':submitted': 'submitted',
      ':seen': copy.revision - 1,
      ':userId': caller.userId,
      ':name': comparableName(caller.name),
    },
  },
})

const newVersion = (TableName: string, campaign: Campaign): TransactItem => ({
  Put: { TableName, Item: versionItem(campaign), ...absent },
})

/** The working copies in the campaigns table, behind the port. */
export const createCampaignDrafts = (tables: CampaignTables): CampaignDrafts => {
  const { documentClient, campaignsTable, auditTable } = tables
  const write = (items: readonly TransactItem[], audit: AuditEntry) =>
    writeAll(documentClient, [...items, auditPut(auditTable, audit)])

  return {
    read: async (campaignId) => {
      const Key = { collection: DRAFTS_COLLECTION, entry: campaignId }
      const command = new GetCommand({ TableName: campaignsTable, Key, ConsistentRead: true })
      const { Item } = await documentClient.send(command)
      return Item && parseDraftItem(Item)
    },
    page: async (from, limit) => {
      const place = { tableName: campaignsTable, collection: DRAFTS_COLLECTION, from, limit }
      return (await queryFrom(documentClient, place)).map(parseDraftItem)
    },
    create: async (copy, audit) => {
      const items = [
        replacement(campaignsTable, copy),
        notThere(campaignsTable, LIVE_COLLECTION, copy.campaignId),
        notThere(campaignsTable, campaignCollection(copy.campaignId), versionEntry(1)),
      ]
      return (await write(items, audit)).written
    },
    replace: async (copy, audit) => (await write([replacement(campaignsTable, copy)], audit)).written,
    approve: async (copy, campaign, audit) => {
      const items = [approval(campaignsTable, copy, audit), newVersion(campaignsTable, campaign)]
      const written = await write(items, audit)
      if (written.written) return 'approved'
      return conditionFailed(written.reasons, 1) && !conditionFailed(written.reasons, 0)
        ? 'version-taken'
        : 'refused'
    },
  }
}

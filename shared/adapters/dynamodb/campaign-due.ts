import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import type { CampaignDue, DueCampaign, DueLaunch } from '#shared/ports/campaign-due.ts'
import { type CampaignDueKind, type campaignsTable, DUE, LAUNCHES_PREFIX } from '#shared/tables/campaigns.ts'

const rowSchema = z.object({ collection: z.string(), entry: z.string(), due: z.string() })
type Row = z.infer<typeof rowSchema>

const BY_DUE: keyof typeof campaignsTable.indexes = 'byDue'

const campaignOf = ({ entry, due }: Row): DueCampaign => ({ campaignId: entry, due: new Date(due) })

const launchOf = ({ collection, entry, due }: Row): DueLaunch => ({
  campaignId: collection.slice(LAUNCHES_PREFIX.length),
  at: new Date(entry),
  due: new Date(due),
})

/** The campaigns table's index of what is due, behind the port: one query a kind, pages followed as they are asked for. */
export const createCampaignDue = (documentClient: DynamoDBDocumentClient, tableName: string): CampaignDue => {
  async function* pagesOf<T>(kind: CampaignDueKind, upTo: Date, read: (row: Row) => T) {
    const pages = paginateQuery(
      { client: documentClient },
      {
        TableName: tableName,
        IndexName: BY_DUE,
        KeyConditionExpression: '#dueKey = :kind AND #due <= :upTo',
        ExpressionAttributeNames: { '#dueKey': 'dueKey', '#due': 'due' },
        ExpressionAttributeValues: { ':kind': kind, ':upTo': upTo.toISOString() },
      },
    )
    for await (const { Items = [] } of pages) yield Items.map((item) => read(z.parse(rowSchema, item)))
  }
  return {
    schedules: (upTo) => pagesOf(DUE.schedule, upTo, campaignOf),
    goLives: (upTo) => pagesOf(DUE.goLive, upTo, campaignOf),
    launches: (upTo) => pagesOf(DUE.launch, upTo, launchOf),
  }
}

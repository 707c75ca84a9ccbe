import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import { countsSchema, type ResultRow, sumOfAmounts, sumOfCounts } from '#shared/domain/results/result-row.ts'
import type { ResultsReader } from '#shared/ports/results-reader.ts'
import {
  MINOR_UNITS_PREFIX,
  RESULT_SHARDS,
  resultsCollection,
  versionEntry,
} from '#shared/tables/campaigns.ts'

const entrySchema = z.string().check(z.regex(/^v\d{6,}#[^#]+#[^#]+#\d{4}-\d\d-\d\d$/))

const amountsOf = (item: Record<string, unknown>): Pick<ResultRow, 'minorUnits'> =>
  sumOfAmounts(
    Object.entries(item).flatMap(([name, value]) =>
      name.startsWith(MINOR_UNITS_PREFIX)
        ? [{ [name.slice(MINOR_UNITS_PREFIX.length)]: z.parse(z.int(), value) }]
        : [],
    ),
  )

const rowOf = (item: Record<string, unknown>): ResultRow => {
  const [version = '', variant = '', channel = '', day = ''] = z.parse(entrySchema, item.entry).split('#')
  const counts = z.parse(countsSchema, item)
  return { campaignVersion: Number(version.slice(1)), variant, channel, day, counts, ...amountsOf(item) }
}

const nameOf = ({ campaignVersion, variant, channel, day }: ResultRow): string =>
  [versionEntry(campaignVersion), variant, channel, day].join('#')

/**
 * The counters of the campaigns table behind the port: every shard queried, and summed. The shards are read one beside
 * the other, so that what is counted meanwhile may be in the answer or not.
 */
export const createResultsReader = (
  documentClient: DynamoDBDocumentClient,
  campaignsTable: string,
): ResultsReader => {
  const ofShard = async (campaignId: string, shard: number, version: number | undefined) => {
    const pages = paginateQuery(
      { client: documentClient },
      {
        TableName: campaignsTable,
        KeyConditionExpression: '#collection = :collection AND begins_with(#entry, :version)',
        ExpressionAttributeNames: { '#collection': 'collection', '#entry': 'entry' },
        ExpressionAttributeValues: {
          ':collection': resultsCollection(campaignId, shard),
          ':version': version === undefined ? 'v' : `${versionEntry(version)}#`,
        },
        ConsistentRead: true,
      },
    )
    const rows: ResultRow[] = []
    for await (const { Items = [] } of pages) rows.push(...Items.map(rowOf))
    return rows
  }

  return {
    rows: async (campaignId, { from, to, version }) => {
      const shards = Array.from({ length: RESULT_SHARDS }, (_, shard) => ofShard(campaignId, shard, version))
      const rows = (await Promise.all(shards))
        .flat()
        .filter(({ day }) => (from === undefined || day >= from) && (to === undefined || day <= to))
      return [...Map.groupBy(rows, nameOf)]
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .flatMap(([, same]) =>
          same[0]
            ? [
                {
                  ...same[0],
                  counts: sumOfCounts(same.map(({ counts }) => counts)),
                  ...sumOfAmounts(same.map(({ minorUnits }) => minorUnits)),
                },
              ]
            : [],
        )
    },
  }
}

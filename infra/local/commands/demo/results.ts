import Table from 'cli-table3'
import type { Connection } from '#infra/local/commands/connection.ts'
import { say } from '#infra/local/commands/terminal.ts'
import { createResultsReader } from '#shared/adapters/dynamodb/results-reader.ts'
import type { CounterName } from '#shared/domain/results/counters.ts'
import { campaignResults } from '#shared/use-cases/campaign-results.ts'

const shown: readonly CounterName[] = [
  'sent',
  'delivered',
  'bounced',
  'complained',
  'failed',
  'cancelled',
  'heldOut',
]

/** What was counted of the campaigns that did anything, as a bank's report would begin. */
export const printResults = async (
  campaignIds: readonly string[],
  { documentClient, name }: Connection,
): Promise<void> => {
  const resultsOf = campaignResults(createResultsReader(documentClient, name('CampaignsTable')))
  const table = new Table({
    head: ['campaign', ...shown],
    style: { head: [], border: [] },
    colAligns: ['left', ...shown.map(() => 'right' as const)],
  })
  for (const campaignId of [...new Set(campaignIds)].sort()) {
    const { counts } = (await resultsOf(campaignId)).total
    if (shown.some((counter) => counts[counter] !== undefined))
      table.push([campaignId, ...shown.map((counter) => String(counts[counter] ?? 0))])
  }
  say(table.toString())
}

import type { TransactItem } from '#shared/adapters/dynamodb/transaction.ts'
import { bankDay, type CounterName, type CounterPlace } from '#shared/domain/results/counters.ts'
import type { CampaignStore } from '#shared/ports/campaign-store.ts'
import { resultKey } from '#shared/tables/campaigns.ts'

/** Where results are counted. */
export interface ResultsTarget {
  readonly campaignsTable: string
  /** The bank's own date of a moment, YYYY-MM-DD. */
  readonly dayOf: (at: Date) => Promise<string>
}

/** Counters of the campaigns table, on days of the bank's own zone as the settings have it when something is counted. */
export const resultsTarget = (
  campaignsTable: string,
  campaigns: Pick<CampaignStore, 'settings'>,
): ResultsTarget => ({
  campaignsTable,
  dayOf: async (at) => bankDay(at, (await campaigns.settings()).timeZone),
})

/**
 * Raises counters of one place by one. It has no condition, so that it must stand in one transaction with a conditional
 * write that happens once: what is counted.
 */
export const counterUpdate = (
  campaignsTable: string,
  place: CounterPlace,
  names: readonly CounterName[],
): TransactItem => ({
  Update: {
    TableName: campaignsTable,
    Key: resultKey(place),
    UpdateExpression: `ADD ${names.map((_, index) => `#c${index} :one`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#c${index}`, name])),
    ExpressionAttributeValues: { ':one': 1 },
  },
})

import type { TransactItem } from '#shared/adapters/dynamodb/transaction.ts'
import { bankDay, type CounterName, type CounterPlace } from '#shared/domain/results/counters.ts'
import type { CampaignStore } from '#shared/ports/campaign-store.ts'
import { MINOR_UNITS_PREFIX, resultKey } from '#shared/tables/campaigns.ts'

/** Where results are counted. */
export interface ResultsTarget {
  readonly campaignsTable: string
  /** The bank's own date of a moment, YYYY-MM-DD. */
  readonly dayOf: (at: Date) => Promise<string>
}

/**
 * Counters of the campaigns table, on days of the bank's own zone as the settings have it when something is counted. Where
 * they cannot be read, by UTC: a customer must be able to unsubscribe whatever the day is called on which it is counted.
 */
export const resultsTarget = (
  campaignsTable: string,
  campaigns: Pick<CampaignStore, 'settings'>,
): ResultsTarget => ({
  campaignsTable,
  dayOf: async (at) => {
    const zone = await campaigns.settings().then(
      ({ timeZone }) => timeZone,
      () => 'UTC',
    )
    return bankDay(at, zone)
  },
})

/**
 * Raises counters of one place by one. It has no condition, so that it must stand in one transaction with a conditional
 * write that happens once: what is counted.
 * @param amount of a conversion, summed by currency
 */
export const counterUpdate = (
  campaignsTable: string,
  place: CounterPlace,
  names: readonly CounterName[],
  amount?: { readonly minorUnits: number; readonly currency: string },
): TransactItem => {
  const added = [
    ...names.map((name) => [name, 1] as const),
    ...(amount ? [[`${MINOR_UNITS_PREFIX}${amount.currency}`, amount.minorUnits] as const] : []),
  ]
  return {
    Update: {
      TableName: campaignsTable,
      Key: resultKey(place),
      UpdateExpression: `ADD ${added.map((_, index) => `#n${index} :n${index}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(added.map(([name], index) => [`#n${index}`, name])),
      ExpressionAttributeValues: Object.fromEntries(added.map(([, by], index) => [`:n${index}`, by])),
    },
  }
}

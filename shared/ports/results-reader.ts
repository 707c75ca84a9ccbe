import type { ResultRow } from '#shared/domain/results/result-row.ts'

/** Days of the bank, both included; YYYY-MM-DD. */
export interface DayRange {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** Reads what came of campaigns, as it was counted. */
export interface ResultsReader {
  /**
   * One row for each version, variant, channel and day of which anything was counted, in that order.
   * @param version one only
   */
  rows(campaignId: string, range: DayRange & { readonly version?: number }): Promise<readonly ResultRow[]>
}

import { type Rates, ratesOf } from '#shared/domain/results/rates.ts'
import { type ResultRow, sumOfAmounts, sumOfCounts } from '#shared/domain/results/result-row.ts'
import type { DayRange, ResultsReader } from '#shared/ports/results-reader.ts'

/** Sums over rows, and what they come to. */
export interface ResultTotal extends Pick<ResultRow, 'counts' | 'minorUnits'> {
  readonly rates: Rates
}

export interface CampaignResults {
  readonly campaignId: string
  /** By version, variant, channel and day. */
  readonly rows: readonly ResultRow[]
  /** Each version with its own control group. */
  readonly versions: readonly (ResultTotal & { readonly campaignVersion: number })[]
  readonly total: ResultTotal
}

const totalOf = (rows: readonly ResultRow[]): ResultTotal => {
  const counts = sumOfCounts(rows.map((row) => row.counts))
  return { counts, ...sumOfAmounts(rows.map(({ minorUnits }) => minorUnits)), rates: ratesOf(counts) }
}

/**
 * What came of a campaign between two days of the bank, both included. Rates are of what was counted in that time: a
 * message that was sent before and opened within it is among the opened only.
 */
export const campaignResults =
  (results: ResultsReader) =>
  async (campaignId: string, range: DayRange = {}): Promise<CampaignResults> => {
    const rows = await results.rows(campaignId, range)
    const byVersion = [...Map.groupBy(rows, ({ campaignVersion }) => campaignVersion)]
    return {
      campaignId,
      rows,
      versions: byVersion.map(([campaignVersion, own]) => ({ campaignVersion, ...totalOf(own) })),
      total: totalOf(rows),
    }
  }

import type { Counts, ResultRow } from '#shared/domain/results/result-row.ts'
import type { CampaignPauses, ComplaintPause } from '#shared/ports/campaign-pauses.ts'
import type { ResultsReader } from '#shared/ports/results-reader.ts'

/** A row of an email campaign's first version on one day, with what was counted. */
export const aResultRow = (counts: Counts, changes: Partial<ResultRow> = {}): ResultRow => ({
  campaignVersion: 1,
  variant: '_',
  channel: 'email',
  day: '2026-03-10',
  ...changes,
  counts,
})

/** Results as they are put in by hand, of every campaign the same. */
export const createInMemoryResults = (...rows: readonly ResultRow[]) => {
  const kept = [...rows]
  const reader: ResultsReader = {
    rows: async (_campaignId, { from = '', to = '9999', version }) =>
      kept.filter(
        ({ day, campaignVersion }) =>
          day >= from && day <= to && (version === undefined || version === campaignVersion),
      ),
  }
  return { ...reader, put: (row: ResultRow) => void kept.push(row) }
}

/** Pauses as they were asked for; each campaign's version is paused once. */
export const createInMemoryPauses = () => {
  const paused: ComplaintPause[] = []
  const pauses: CampaignPauses = {
    pauseForComplaints: async (pause) => {
      const same = ({ campaignId, campaignVersion }: ComplaintPause): boolean =>
        campaignId === pause.campaignId && campaignVersion === pause.campaignVersion
      if (paused.some(same)) return false
      paused.push(pause)
      return true
    },
  }
  return { ...pauses, paused }
}

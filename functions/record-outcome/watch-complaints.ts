import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { complaintVerdict } from '#shared/domain/results/complaint-rate.ts'
import { sumOfCounts } from '#shared/domain/results/result-row.ts'
import type { CampaignPauses } from '#shared/ports/campaign-pauses.ts'
import type { Counters } from '#shared/ports/counters.ts'
import type { Log } from '#shared/ports/log.ts'
import type { ResultsReader } from '#shared/ports/results-reader.ts'

export interface WatchDependencies {
  readonly results: ResultsReader
  readonly pauses: CampaignPauses
  readonly counters: Counters
  readonly log: Log
}

/**
 * Judges a campaign by its complaints after each of them (RULES 5), by the version and channel of the message that was
 * complained about. It may be called for the same complaint any number of times: a run that died between the complaint
 * and the pause is made up for by the next delivery of the same feedback, and a campaign is paused once.
 */
export const watchComplaints = ({ results, pauses, counters, log }: WatchDependencies) => {
  return async ({ campaignId, campaignVersion, channel }: MessageEntry, at: Date): Promise<void> => {
    const rows = await results.rows(campaignId, { version: campaignVersion })
    const ofChannel = rows.filter((row) => row.channel === channel)
    const counts = sumOfCounts(ofChannel.map((row) => row.counts))
    const verdict = complaintVerdict(counts)
    if (verdict === 'fine') return
    counters.count('ComplaintRateWarnings')
    if (verdict === 'warn') return
    const { delivered, complained } = counts
    if (!(await pauses.pauseForComplaints({ campaignId, campaignVersion, channel, counts, at }))) return
    counters.count('CampaignsPaused')
    log.warn('campaign paused for complaints', {
      campaignId,
      campaignVersion,
      channel,
      delivered,
      complained,
    })
  }
}

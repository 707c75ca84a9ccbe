import { type WorkDependencies, workThrough } from '#functions/launch-campaigns/attempt.ts'
import type { CampaignDue } from '#shared/ports/campaign-due.ts'
import type { DueGoLive } from '#shared/use-cases/campaigns/go-live-due.ts'

export interface PutLiveDependencies extends WorkDependencies {
  readonly due: Pick<CampaignDue, 'goLives'>
  /** shared/use-cases/campaigns/go-live-due.ts, which may be called any number of times. */
  readonly goLive: (campaignId: string, now: Date) => Promise<DueGoLive>
}

/**
 * Puts campaigns live whose date has come.
 * @returns since when the oldest of them was due
 */
export const putLive = (dependencies: PutLiveDependencies) => {
  const { due, goLive, counters, log } = dependencies

  const put = async (campaignId: string, now: Date): Promise<void> => {
    const outcome = await goLive(campaignId, now)
    if (outcome === 'went-live') counters.count('CampaignsWentLive')
    if (outcome === 'went-live' || outcome === 'skipped')
      log.info('a date to go live', { campaignId, outcome })
  }

  return (now: Date): Promise<Date | undefined> =>
    workThrough(due.goLives(now), ({ campaignId }) => put(campaignId, now), dependencies)
}

import type { CampaignDrafts } from '#shared/ports/campaign-drafts.ts'
import type { CampaignVersions } from '#shared/ports/campaign-versions.ts'
import type { DayRange, ResultsReader } from '#shared/ports/results-reader.ts'
import { type CampaignResults, campaignResults } from '#shared/use-cases/campaign-results.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

export interface ResultsDependencies {
  readonly results: ResultsReader
  readonly drafts: Pick<CampaignDrafts, 'read'>
  readonly versions: Pick<CampaignVersions, 'latest'>
}

/**
 * What came of a campaign that is there: of one that nobody ever heard from, zeros.
 * @throws Refusal `no-such-campaign`
 */
export const resultsOf =
  ({ results, drafts, versions }: ResultsDependencies) =>
  async (campaignId: string, range: DayRange): Promise<CampaignResults> => {
    const found = await campaignResults(results)(campaignId, range)
    if (found.rows.length > 0) return found
    const [draft, latest] = await Promise.all([drafts.read(campaignId), versions.latest(campaignId)])
    if (!draft && latest === 0)
      throw new Refusal('not-found', 'no-such-campaign', 'There is no such campaign')
    return found
  }

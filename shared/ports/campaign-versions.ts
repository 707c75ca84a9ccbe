import type { Campaign } from '#shared/domain/campaign/campaign.ts'

/** Versions as they were approved: written once, and never changed. */
export interface CampaignVersions {
  /** Undefined where it is not there, or cannot be read by this release. */
  version(campaignId: string, version: number): Promise<Campaign | undefined>
  /** The number of the newest; 0 where there is none. */
  latest(campaignId: string): Promise<number>
  /** Newest first. @param before only older ones. What cannot be read is left out. */
  page(campaignId: string, before: number | undefined, limit: number): Promise<readonly Campaign[]>
}

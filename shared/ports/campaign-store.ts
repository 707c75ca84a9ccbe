import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { Settings } from '#shared/domain/settings.ts'

/** Campaigns and settings, kept in memory for a few seconds, so that a pause takes effect within them. */
export interface CampaignStore {
  /**
   * Every campaign of the `live` collection, paused and ended ones among them: the first gate refuses those by name.
   * One that cannot be read is left out.
   */
  liveCampaigns(): Promise<readonly Campaign[]>
  /**
   * One campaign of the `live` collection, by itself: what delivery asks for each message must not cost more the more
   * campaigns there are. Undefined when it is not there or cannot be read.
   */
  liveCampaign(campaignId: string): Promise<Campaign | undefined>
  /** One version as it was approved; undefined when it is not there or cannot be read. */
  version(campaignId: string, version: number): Promise<Campaign | undefined>
  /** @throws Error when the settings are missing or unreadable: nothing may be decided without them. */
  settings(): Promise<Settings>
}

import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { parseCampaign } from '#shared/domain/campaign/schema-1.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { campaignCollection, LIVE_COLLECTION, SETTINGS_KEY, versionEntry } from '#shared/tables/campaigns.ts'

export type Item = Record<string, unknown>

/** The campaign as the functions keep it in memory. */
export const liveItem = (campaign: Campaign): Item => ({
  collection: LIVE_COLLECTION,
  entry: campaign.id,
  ...campaign,
})

/** The campaign's version as it was approved, for ever. */
export const versionItem = (campaign: Campaign): Item => ({
  collection: campaignCollection(campaign.id),
  entry: versionEntry(campaign.version),
  ...campaign,
})

export const settingsItem = (settings: Settings): Item => ({ ...SETTINGS_KEY, ...settings })

const withoutKey = ({ collection: _collection, entry: _entry, ...rest }: Item): Item => rest

/** Reads a live or version item, also of an earlier release. The result says what is wrong, never with values. */
export const parseCampaignItem = (item: Item) => parseCampaign(withoutKey(item))

import * as z from 'zod/mini'
import { type Campaign, campaignSchema } from '#shared/domain/campaign/campaign.ts'
import type { Settings } from '#shared/domain/settings.ts'
import type { CampaignStore } from '#shared/ports/campaign-store.ts'

export interface MemoryCampaigns extends CampaignStore {
  /** Makes a campaign live in place of its former version, which stays readable. */
  put(campaign: Campaign): void
  withdraw(campaignId: string): void
}

/** Campaigns and settings in memory. The list stays the same until it changes: what is compiled from it is kept by it. */
export const createMemoryCampaigns = (
  settings: Settings,
  ...campaigns: readonly Campaign[]
): MemoryCampaigns => {
  const live = new Map<string, Campaign>()
  const versions = new Map<string, Campaign>()
  let list: readonly Campaign[] | undefined
  const put = (given: Campaign): void => {
    const campaign = z.parse(campaignSchema, given)
    live.set(campaign.id, campaign)
    versions.set(`${campaign.id} ${campaign.version}`, campaign)
    list = undefined
  }
  for (const campaign of campaigns) put(campaign)
  return {
    put,
    withdraw: (campaignId) => {
      live.delete(campaignId)
      list = undefined
    },
    liveCampaigns: async () => {
      list ??= [...live.values()]
      return list
    },
    liveCampaign: async (campaignId) => live.get(campaignId),
    version: async (campaignId, version) => versions.get(`${campaignId} ${version}`),
    settings: async () => settings,
  }
}

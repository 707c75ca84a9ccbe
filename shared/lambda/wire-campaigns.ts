import { createCampaignStore } from '#shared/adapters/dynamodb/campaign-store.ts'
import { reportUnusableCampaign } from '#shared/lambda/unusable-campaign.ts'
import type { wireFunction } from '#shared/lambda/wire-function.ts'
import type { CampaignStore } from '#shared/ports/campaign-store.ts'

export type CampaignWiring = Pick<ReturnType<typeof wireFunction>, 'documentClient' | 'log' | 'counters'>

/**
 * Campaigns and settings, for a function that needs both.
 * @param cacheMs how long they are kept in memory, in milliseconds
 */
export const wireCampaigns = (
  { documentClient, log, counters }: CampaignWiring,
  tableName: string,
  cacheMs: number,
): CampaignStore =>
  createCampaignStore({
    documentClient,
    tableName,
    cacheMs,
    now: Date.now,
    onUnusable: reportUnusableCampaign(log, counters),
  })

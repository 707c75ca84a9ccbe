import type { Campaign } from '#shared/domain/campaign/campaign.ts'

/** Whether the campaign may speak at `now`: not paused, not ended, within its validity (until exclusive). */
export const isLive = (campaign: Pick<Campaign, 'status' | 'validFrom' | 'validUntil'>, now: Date): boolean =>
  campaign.status === 'live' &&
  (campaign.validFrom === undefined || new Date(campaign.validFrom) <= now) &&
  (campaign.validUntil === undefined || now < new Date(campaign.validUntil))

import type { Campaign } from '#shared/domain/campaign/campaign.ts'

type Liveness = Pick<Campaign, 'status' | 'validFrom' | 'validUntil'>

/** Why a campaign may not speak at `now`, with the value that says so; undefined where it may. */
export const whyNotLive = (
  { status, validFrom, validUntil }: Liveness,
  now: Date,
):
  | { readonly code: 'not-live' | 'not-valid'; readonly inputs: Readonly<Record<string, string>> }
  | undefined => {
  if (status !== 'live') return { code: 'not-live', inputs: { status } }
  if (validFrom !== undefined && now < new Date(validFrom))
    return { code: 'not-valid', inputs: { validFrom } }
  if (validUntil !== undefined && now >= new Date(validUntil))
    return { code: 'not-valid', inputs: { validUntil } }
  return undefined
}

/** Whether the campaign may speak at `now`: not paused, not ended, within its validity (until exclusive). */
export const isLive = (campaign: Liveness, now: Date): boolean => whyNotLive(campaign, now) === undefined

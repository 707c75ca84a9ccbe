import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { isLive } from '#shared/domain/campaign/is-live.ts'
import { isWithdrawn } from '#shared/domain/campaign/withdrawn.ts'
import { CAMPAIGN_PAUSED } from '#shared/domain/delivery/recheck-stop.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'

/** `waits`: as long as the campaign is paused. The others are the reasons for which it does not leave any more. */
export type CampaignStanding = 'leaves' | 'waits' | 'campaign-not-live' | 'campaign-replaced'

/**
 * What becomes of a message by the state of its campaign.
 *
 * A pause lets it wait, and the same version, live again, lets it leave. A pause is also how a wrong text is stopped: what
 * it held back does not leave any more once another version stands in the place of its own, nor what waited elsewhere
 * while its version was withdrawn. What no pause held, of a version that was live until a newer one came, leaves as it was
 * decided.
 * @param live what stands among the live campaigns, in whatever state; a memory of it may be some seconds old, so that it
 *   may be older than the message's version
 */
export const campaignStanding = (
  { campaignVersion, history }: Pick<MessageEntry, 'campaignVersion' | 'history'>,
  live: Pick<Campaign, 'status' | 'version' | 'validFrom' | 'validUntil' | 'withdrawnUpTo'> | undefined,
  now: Date,
): CampaignStanding => {
  if (!live) return 'campaign-not-live'
  const { status, version } = live
  if (status === 'paused') {
    if (!isLive({ ...live, status: 'live' }, now)) return 'campaign-not-live'
    // Versions never go back: its own does not come again.
    return version > campaignVersion ? 'campaign-replaced' : 'waits'
  }
  if (!isLive(live, now)) return 'campaign-not-live'
  if (isWithdrawn(campaignVersion, live)) return 'campaign-replaced'
  const wasPaused = history.some(({ note }) => note === CAMPAIGN_PAUSED)
  return wasPaused && version !== campaignVersion ? 'campaign-replaced' : 'leaves'
}

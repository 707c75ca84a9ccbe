import type { Caller } from '#shared/domain/access/caller.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { GoLiveDate } from '#shared/domain/campaign/go-live-date.ts'
import { inPlaceOf } from '#shared/domain/campaign/withdrawn.ts'
import { auditOf } from '#shared/use-cases/campaigns/acting.ts'
import { whyNotGoLive } from '#shared/use-cases/campaigns/go-live.ts'
import type { LiveDependencies } from '#shared/use-cases/campaigns/live-campaign-of.ts'

/** Who acts where a date has come; the audit line says on whose behalf. */
const ENGINE: Caller = { userId: 'engine', name: 'engine', groups: [] }

/** What became of a date that was found in the index. */
export type DueGoLive =
  | 'went-live'
  /** The version does not go live any more; why stands at the date and in the audit table. */
  | 'skipped'
  /** It is not due, or ended already: an index shows what was. */
  | 'not-due'
  /** Somebody did something to it at the same moment: the next tick looks again. */
  | 'moved'

const whySkipped = (
  campaign: Campaign | undefined,
  seen: Campaign | undefined,
  now: Date,
): string | undefined => {
  if (!campaign) return 'version-missing'
  const why = whyNotGoLive(campaign, seen, now)
  // A date that was set before the pause must not end it: who wants that puts the version live by hand.
  return why ?? (seen?.status === 'paused' ? 'campaign-paused' : undefined)
}

/**
 * Puts live what is due, on behalf of who set the date. It may be called any number of times, by any number of ticks:
 * the date's own state is part of the write.
 * @param now the tick's
 */
export const goLiveDue =
  ({ live, versions }: Pick<LiveDependencies, 'live' | 'versions'>) =>
  async (campaignId: string, now: Date): Promise<DueGoLive> => {
    const date: GoLiveDate | undefined = await live.date(campaignId)
    if (date?.state !== 'waiting' || new Date(date.goLiveAt) > now) return 'not-due'
    const [approved, seen] = await Promise.all([
      versions.version(campaignId, date.version),
      live.live(campaignId),
    ])
    const because = whySkipped(approved, seen, now)
    const acting = { caller: ENGINE, requestId: `go-live-${date.goLiveAt}`, now }
    const details = { version: date.version, onBehalfOf: date.by.userId, goLiveAt: date.goLiveAt }
    if (because !== undefined || !approved) {
      const audit = auditOf(campaignId, 'go-live-skipped', acting, { ...details, because })
      const ended = await live.endDate({ seen: date, to: 'skipped', because: because ?? '' }, audit)
      return ended ? 'skipped' : 'moved'
    }
    const campaign = inPlaceOf(approved, seen)
    const { withdrawnUpTo } = campaign
    const audit = auditOf(campaignId, 'went-live', acting, {
      ...details,
      replaces: seen?.version,
      withdrawnUpTo,
    })
    return (await live.goLive(campaign, seen, audit, { seen: date, to: 'done' })) ? 'went-live' : 'moved'
  }

import { isTimeZone } from '#shared/domain/calendar/zone-offset.ts'
import { explainEntries } from '#shared/domain/explain/explain.ts'
import {
  audienceNow,
  type LaunchExplanation,
  type LaunchesExplanation,
} from '#shared/domain/explain/launch-explanation.ts'
import type { Launch } from '#shared/domain/launch/launch.ts'
import { launchSignal } from '#shared/domain/launch/launch-signal.ts'
import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import type { LaunchReader } from '#shared/ports/launch-reader.ts'
import {
  type ExplainDependencies,
  isSeen,
  knownCampaigns,
  SHOWN_DECISIONS,
} from '#shared/use-cases/explain-decisions.ts'

export interface ExplainLaunchesDependencies extends ExplainDependencies {
  readonly launches: Pick<LaunchReader, 'launches'>
}

export interface ExplainLaunchesRequest {
  readonly customerId: string
  readonly campaignId: string
  /** How many of the newest. */
  readonly launches?: number | undefined
  /** IANA zone in which a reader wants the times; the customer's own, or the bank's, unless told. */
  readonly timeZone?: string | undefined
}

/** As long as the journal keeps a decision (shared/tables/journal.ts), in milliseconds. */
export const RECORDS_KEPT_MS = 396 * 86_400_000

/** Customers have heard nothing of these. */
const NOT_BEGUN: readonly Launch['state'][] = ['planned', 'skipped']

/** Where a launch counts whom it could not decide about (functions/run-launch/decide-page.ts). */
const UNREADABLE = 'unreadable'

const shownOf = ({ launchId, version, at, state, because, endedBecause }: Launch) => ({
  launchId,
  version,
  at,
  state,
  ...(because === undefined ? {} : { because }),
  ...(endedBecause === undefined ? {} : { endedBecause }),
})

/**
 * What a campaign's launches came to for one customer: what was recorded, or, of a customer of whom nothing was, what that
 * can mean and what the audience says of the profile as it stands now. Reads no personal data.
 * @param now when it is asked
 */
export const explainLaunches = (dependencies: ExplainLaunchesDependencies) => {
  const { journal, campaigns, profiles, launches: reader } = dependencies

  const unrecorded = async (
    launch: Launch,
    profile: CustomerProfile,
    now: Date,
  ): Promise<NonNullable<LaunchExplanation['unrecorded']>> => {
    const campaign = isSeen(profile) ? await campaigns.version(launch.campaignId, launch.version) : undefined
    return {
      expired: now.getTime() - Date.parse(launch.at) > RECORDS_KEPT_MS,
      unreadable: launch.totals?.funnel[UNREADABLE] ?? 0,
      ...(campaign ? { audience: audienceNow(campaign, launch, profile, await campaigns.settings()) } : {}),
    }
  }

  return async (request: ExplainLaunchesRequest, now: Date): Promise<LaunchesExplanation> => {
    const { customerId, campaignId, timeZone, launches: limit = SHOWN_DECISIONS } = request
    const { items, next } = await reader.launches(campaignId, { limit })
    const profile = await profiles.profile(customerId)
    const own = timeZone ?? profile.single.timeZone
    let unreadable = 0

    const explain = async (launch: Launch): Promise<LaunchExplanation> => {
      const shown = { launch: shownOf(launch) }
      if (NOT_BEGUN.includes(launch.state)) return shown
      const part = await journal.ofSignal(customerId, launchSignal(launch, customerId))
      unreadable += part.unreadable
      const [recorded] = explainEntries(part.entries, await knownCampaigns(part.entries, campaigns))
      if (recorded) return { ...shown, recorded }
      return part.unreadable > 0 ? shown : { ...shown, unrecorded: await unrecorded(launch, profile, now) }
    }

    const explained = await Promise.all(items.map(explain))
    return {
      customerId,
      campaignId,
      timeZone: own !== undefined && isTimeZone(own) ? own : (await campaigns.settings()).timeZone,
      asOf: now.toISOString(),
      launches: explained.reverse(),
      older: next !== undefined,
      unreadable,
    }
  }
}

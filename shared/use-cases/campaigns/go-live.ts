import { isOneOf } from '#shared/domain/access/caller.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { inPlaceOf } from '#shared/domain/campaign/withdrawn.ts'
import { type Acting, auditOf, noSuchCampaign, noSuchVersion } from '#shared/use-cases/campaigns/acting.ts'
import {
  endOfDate,
  type LiveDependencies,
  movedMeanwhile,
} from '#shared/use-cases/campaigns/live-campaign-of.ts'
import { findWorkingCopy } from '#shared/use-cases/campaigns/working-copy-of.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

export interface Version {
  readonly campaignId: string
  /** The newest approved one, where none is named. */
  readonly version?: number | undefined
}

/** @throws Refusal `no-such-campaign`, `no-such-version`, `nothing-approved` */
export const approvedVersion = async (
  dependencies: LiveDependencies,
  { campaignId, version }: Version,
): Promise<Campaign> => {
  const { versions } = dependencies
  const wanted = version ?? (await versions.latest(campaignId))
  const campaign = wanted > 0 ? await versions.version(campaignId, wanted) : undefined
  if (campaign) return campaign
  if (!(await findWorkingCopy(dependencies, campaignId))) throw noSuchCampaign()
  if (version !== undefined) throw noSuchVersion()
  throw new Refusal('conflict', 'nothing-approved', 'No version of the campaign has been approved yet')
}

/** Why a version cannot go live at `now`, a code; undefined where it can. */
export const whyNotGoLive = (
  campaign: Campaign,
  seen: Campaign | undefined,
  now: Date,
): 'newer-version' | 'validity-over' | undefined => {
  if (seen && seen.version >= campaign.version) return 'newer-version'
  return campaign.validUntil !== undefined && now >= new Date(campaign.validUntil)
    ? 'validity-over'
    : undefined
}

const SPOKEN = {
  'newer-version':
    'This version, or a newer one, stands there already; what is to come back is approved as a new version',
  'validity-over': 'The version is not valid any more (validUntil); approve one that is',
} as const

/** @throws Refusal where the version cannot go live at `at` */
export const mustBeAbleToGoLive = (campaign: Campaign, seen: Campaign | undefined, at: Date): void => {
  const why = whyNotGoLive(campaign, seen, at)
  if (why) throw new Refusal('conflict', why, SPOKEN[why])
}

/** A newer version is no way round a pause for complaints. */
const mustMayReplace = (seen: Campaign | undefined, { caller }: Acting): void => {
  if (seen?.pausedBecause === undefined || isOneOf(caller, ['approver', 'compliance'])) return
  throw new Refusal(
    'forbidden',
    'paused-for-complaints',
    'The version before was paused for its complaints; an approver must put another one in its place',
  )
}

/**
 * Puts an approved version among the live campaigns, in the place of an older one, whatever became of that. It never
 * goes back: an older version would undo what was found wrong with it. Over a version that is paused or has ended, it
 * withdraws that: its messages do not leave any more, wherever they wait.
 * @returns as it stands among the live campaigns
 * @throws Refusal `no-such-campaign`, `no-such-version`, `nothing-approved`, `newer-version`, `validity-over`,
 *   `paused-for-complaints`, `campaign-moved`
 */
export const goLive = async (
  dependencies: LiveDependencies,
  wanted: Version,
  acting: Acting,
): Promise<Campaign> => {
  const { live } = dependencies
  const approved = await approvedVersion(dependencies, wanted)
  const seen = await live.live(approved.id)
  mustBeAbleToGoLive(approved, seen, acting.now)
  mustMayReplace(seen, acting)
  const campaign = inPlaceOf(approved, seen)
  const { withdrawnUpTo } = campaign
  // A date for this version or an older one has nothing left to do.
  const date = await endOfDate(live, campaign.id, 'cancelled', 'went-live', campaign.version)
  const details = { version: campaign.version, replaces: seen?.version, was: seen?.status, withdrawnUpTo }
  if (!(await live.goLive(campaign, seen, auditOf(campaign.id, 'went-live', acting, details), date)))
    throw movedMeanwhile()
  return campaign
}

import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import {
  type LiveAction,
  type LiveState,
  liveTransitions,
  nextLiveState,
  statesAllowing,
} from '#shared/domain/campaign/workflow.ts'
import type { CampaignDrafts } from '#shared/ports/campaign-drafts.ts'
import type { CampaignVersions } from '#shared/ports/campaign-versions.ts'
import type { DateChange, LiveCampaigns } from '#shared/ports/live-campaigns.ts'
import { noSuchCampaign } from '#shared/use-cases/campaigns/acting.ts'
import { findWorkingCopy } from '#shared/use-cases/campaigns/working-copy-of.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

export interface LiveDependencies {
  readonly live: LiveCampaigns
  readonly versions: CampaignVersions
  readonly drafts: CampaignDrafts
}

const SPOKEN: Readonly<Record<LiveState, string>> = {
  none: 'has never gone live',
  live: 'is live',
  paused: 'is paused',
  ended: 'has ended',
}

const DONE: Readonly<Record<LiveAction, string>> = {
  'go-live': 'goes live',
  pause: 'can be paused',
  resume: 'can be resumed',
  end: 'can be ended',
}

/** @throws Refusal `wrong-state` naming the states in which it can be done */
export const mustAllow = (state: LiveState, action: LiveAction): void => {
  if (nextLiveState(state, action)) return
  const allowed = statesAllowing(liveTransitions, action).map((one) => SPOKEN[one])
  throw new Refusal(
    'conflict',
    'wrong-state',
    `The campaign ${SPOKEN[state]}; one ${DONE[action]} that ${allowed.join(' or ')}`,
  )
}

/** Somebody else, or the engine, was quicker. */
export const movedMeanwhile = (): Refusal =>
  new Refusal('conflict', 'campaign-moved', 'Something has happened to the campaign just now: look again')

/**
 * The campaign as the functions read it, to do something to it.
 * @throws Refusal `no-such-campaign`, and `wrong-state` where it never went live
 */
export const liveCampaignOf = async (
  dependencies: LiveDependencies,
  campaignId: string,
  action: LiveAction,
): Promise<Campaign> => {
  const campaign = await dependencies.live.live(campaignId)
  if (!campaign && !(await findWorkingCopy(dependencies, campaignId))) throw noSuchCampaign()
  mustAllow(campaign?.status ?? 'none', action)
  if (!campaign) throw movedMeanwhile()
  return campaign
}

/** A date that waits ends with what happens; one that has ended stays as it is. */
export const endOfDate = async (
  live: LiveCampaigns,
  campaignId: string,
  to: DateChange['to'],
  because: string,
  upTo = Number.POSITIVE_INFINITY,
): Promise<DateChange | undefined> => {
  const seen = await live.date(campaignId)
  return seen?.state === 'waiting' && seen.version <= upTo ? { seen, to, because } : undefined
}

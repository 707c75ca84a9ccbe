import { isOneOf } from '#shared/domain/access/caller.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { type Acting, auditOf } from '#shared/use-cases/campaigns/acting.ts'
import {
  endOfDate,
  type LiveDependencies,
  liveCampaignOf,
  movedMeanwhile,
} from '#shared/use-cases/campaigns/live-campaign-of.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

/** Which campaign, and why, in the words of who does it. */
export interface Steering {
  readonly campaignId: string
  readonly note?: string | undefined
}

/** Who stops a campaign means whatever stands there: a version that has just replaced another is stopped as well. */
const TRIES = 3

const moved = async (
  dependencies: LiveDependencies,
  { campaignId, note }: Steering,
  { action, word, to }: { action: 'pause' | 'end'; word: string; to: 'paused' | 'ended' },
  acting: Acting,
): Promise<Campaign> => {
  const { live } = dependencies
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const seen = await liveCampaignOf(dependencies, campaignId, action)
    const date = action === 'end' ? await endOfDate(live, campaignId, 'cancelled', 'ended') : undefined
    const audit = auditOf(campaignId, word, acting, { version: seen.version, was: seen.status, note })
    if (await live.move(seen, to, audit, date)) return { ...seen, status: to }
  }
  throw movedMeanwhile()
}

/**
 * Pauses the campaign: within seconds nothing is decided or sent for it, and its launches wait. It needs no working copy,
 * and no revision: it must never be too late to stop.
 * @throws Refusal `no-such-campaign`, `wrong-state`
 */
export const pauseCampaign = (dependencies: LiveDependencies, steering: Steering, acting: Acting) =>
  moved(dependencies, steering, { action: 'pause', word: 'paused', to: 'paused' }, acting)

/**
 * Ends the campaign for good: it is not resumed, and a date on which its next version was to go live is cancelled.
 * @throws Refusal `no-such-campaign`, `wrong-state`
 */
export const endCampaign = (dependencies: LiveDependencies, steering: Steering, acting: Acting) =>
  moved(dependencies, steering, { action: 'end', word: 'ended', to: 'ended' }, acting)

/** RULES 5: what the engine has stopped for its complaints speaks again only where somebody answers for it. */
const mustMayResume = ({ pausedBecause }: Campaign, { note }: Steering, { caller }: Acting): void => {
  if (pausedBecause === undefined) return
  if (!isOneOf(caller, ['approver', 'compliance']))
    throw new Refusal(
      'forbidden',
      'paused-for-complaints',
      'The campaign was paused for its complaints; an approver or somebody of compliance must resume it',
    )
  if (note === undefined || note.trim() === '')
    throw new Refusal(
      'invalid',
      'note-missing',
      'The campaign was paused for its complaints; say why it may go on',
      [{ path: 'note', code: 'missing', message: 'say why the campaign may go on' }],
    )
}

/**
 * Resumes what is paused. Where it stands otherwise by now, nothing happens, even if it could be resumed again: it may have
 * been paused for another reason.
 * @throws Refusal `no-such-campaign`, `wrong-state`, `paused-for-complaints`, `note-missing`, `campaign-moved`
 */
export const resumeCampaign = async (
  dependencies: LiveDependencies,
  steering: Steering,
  acting: Acting,
): Promise<Campaign> => {
  const seen = await liveCampaignOf(dependencies, steering.campaignId, 'resume')
  mustMayResume(seen, steering, acting)
  const details = { version: seen.version, pausedBecause: seen.pausedBecause, note: steering.note }
  const audit = auditOf(seen.id, 'resumed', acting, details)
  if (!(await dependencies.live.move(seen, 'live', audit))) throw movedMeanwhile()
  const { pausedBecause: _pausedBecause, ...campaign } = seen
  return { ...campaign, status: 'live' }
}

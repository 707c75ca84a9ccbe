import type { GoLiveDate } from '#shared/domain/campaign/go-live-date.ts'
import { type Acting, auditOf, noSuchCampaign } from '#shared/use-cases/campaigns/acting.ts'
import { approvedVersion, mustBeAbleToGoLive, type Version } from '#shared/use-cases/campaigns/go-live.ts'
import { type LiveDependencies, movedMeanwhile } from '#shared/use-cases/campaigns/live-campaign-of.ts'
import { findWorkingCopy } from '#shared/use-cases/campaigns/working-copy-of.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

/** Nobody plans further, and a typing error in the year should be told. */
const FURTHEST_MS = 366 * 24 * 3_600_000

const mustBeAhead = (goLiveAt: Date, now: Date): void => {
  const ahead = goLiveAt.getTime() - now.getTime()
  if (ahead > 0 && ahead <= FURTHEST_MS) return
  throw new Refusal('invalid', 'wrong-date', 'A version goes live at a time to come, within a year', [
    { path: 'goLiveAt', code: 'out-of-bounds', message: 'must be in the future, and within a year' },
  ])
}

/**
 * Sets the date on which an approved version goes live by itself, in the place of the date there was. It is the date of
 * that version: what is edited or approved later changes nothing of it.
 * @throws Refusal `wrong-date`, and as `goLive` does
 */
export const scheduleGoLive = async (
  dependencies: LiveDependencies,
  { goLiveAt, ...wanted }: Version & { readonly goLiveAt: Date },
  acting: Acting,
): Promise<GoLiveDate> => {
  const { live } = dependencies
  const { caller, now } = acting
  const campaign = await approvedVersion(dependencies, wanted)
  mustBeAhead(goLiveAt, now)
  mustBeAbleToGoLive(campaign, await live.live(campaign.id), goLiveAt)
  const date: GoLiveDate = {
    campaignId: campaign.id,
    version: campaign.version,
    goLiveAt: goLiveAt.toISOString(),
    state: 'waiting',
    by: { userId: caller.userId, name: caller.name, groups: [...caller.groups] },
    setAt: now.toISOString(),
  }
  const seen = await live.date(campaign.id)
  const details = { version: date.version, goLiveAt: date.goLiveAt }
  if (!(await live.setDate(date, seen, auditOf(campaign.id, 'go-live-scheduled', acting, details))))
    throw movedMeanwhile()
  return date
}

/** Takes back the date. @throws Refusal `no-such-campaign`, `not-scheduled`, `campaign-moved` */
export const cancelGoLive = async (
  dependencies: LiveDependencies,
  campaignId: string,
  acting: Acting,
): Promise<void> => {
  const { live } = dependencies
  const seen = await live.date(campaignId)
  if (seen?.state !== 'waiting') {
    if (!seen && !(await findWorkingCopy(dependencies, campaignId))) throw noSuchCampaign()
    throw new Refusal('conflict', 'not-scheduled', 'No version of the campaign waits for a date to go live')
  }
  const details = { version: seen.version, goLiveAt: seen.goLiveAt }
  const audit = auditOf(campaignId, 'go-live-unscheduled', acting, details)
  if (!(await live.endDate({ seen, to: 'cancelled', because: 'taken-back' }, audit))) throw movedMeanwhile()
}

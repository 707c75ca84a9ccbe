import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { contentFrom } from '#shared/domain/campaign/campaign-content.ts'
import { comparableName } from '#shared/domain/campaign/comparable-name.ts'
import {
  type DraftAction,
  draftTransitions,
  nextDraftState,
  statesAllowing,
} from '#shared/domain/campaign/workflow.ts'
import type { WorkingCopy } from '#shared/domain/campaign/working-copy.ts'
import type { CampaignDrafts } from '#shared/ports/campaign-drafts.ts'
import type { CampaignVersions } from '#shared/ports/campaign-versions.ts'
import { noSuchCampaign } from '#shared/use-cases/campaigns/acting.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

export interface WorkingCopyDependencies {
  readonly drafts: CampaignDrafts
  readonly versions: CampaignVersions
}

/** What was approved, as if it had been written here: its author's id is not known, the name is. */
const asWorkingCopy = (campaign: Campaign): WorkingCopy => ({
  campaignId: campaign.id,
  revision: 0,
  state: 'approved',
  version: campaign.version,
  content: contentFrom(campaign),
  createdBy: campaign.createdBy,
  authors: [],
  authorNames: [comparableName(campaign.createdBy)],
  // When it was seeded stands in the audit table.
  updatedAt: new Date(0).toISOString(),
})

/**
 * The campaign's working copy. A campaign that was seeded has none until it is edited: its newest version stands in, as
 * revision 0.
 */
export const findWorkingCopy = async (
  {
    drafts,
    versions,
  }: {
    readonly drafts: Pick<CampaignDrafts, 'read'>
    readonly versions: Pick<CampaignVersions, 'page'>
  },
  campaignId: string,
): Promise<WorkingCopy | undefined> => {
  const copy = await drafts.read(campaignId)
  if (copy) return copy
  const [newest] = await versions.page(campaignId, undefined, 1)
  return newest && asWorkingCopy(newest)
}

/** @throws Refusal `no-such-campaign` */
export const workingCopyOf = async (
  dependencies: WorkingCopyDependencies,
  campaignId: string,
): Promise<WorkingCopy> => {
  const copy = await findWorkingCopy(dependencies, campaignId)
  if (!copy) throw noSuchCampaign()
  return copy
}

/** Somebody else was quicker. */
export const changedMeanwhile = (): Refusal =>
  new Refusal(
    'changed',
    'campaign-changed',
    'Somebody has changed the campaign since you looked: read it again',
  )

/** What the caller looked at must be what is there. @param revision as the ETag says */
export const mustBeAsSeen = (copy: WorkingCopy, revision: string): void => {
  if (String(copy.revision) !== revision) throw changedMeanwhile()
}

/** @throws Refusal `wrong-state` naming the states in which it can be done */
export const stateAfter = ({ state }: WorkingCopy, action: DraftAction): WorkingCopy['state'] => {
  const next = nextDraftState(state, action)
  if (next) return next
  const allowed = statesAllowing(draftTransitions, action).join(', ')
  throw new Refusal(
    'conflict',
    'wrong-state',
    `The working copy is ${state}; one can ${action} what is ${allowed}`,
  )
}

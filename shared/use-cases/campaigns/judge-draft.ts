import { isOneOf } from '#shared/domain/access/caller.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { asksForException, campaignOf } from '#shared/domain/campaign/campaign-content.ts'
import { authorsWith, isAuthor, type WorkingCopy } from '#shared/domain/campaign/working-copy.ts'
import { type Acting, auditOf, doneBy, refusedFor } from '#shared/use-cases/campaigns/acting.ts'
import {
  type LintDependencies,
  lintCampaign,
  lintContent,
} from '#shared/use-cases/campaigns/lint-campaign.ts'
import {
  changedMeanwhile,
  mustBeAsSeen,
  stateAfter,
  type WorkingCopyDependencies,
  workingCopyOf,
} from '#shared/use-cases/campaigns/working-copy-of.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

export type JudgeDependencies = WorkingCopyDependencies & LintDependencies

/** Which campaign, in the revision that was looked at. */
export interface Seen {
  readonly campaignId: string
  readonly revision: string
}

const seenCopy = async (dependencies: WorkingCopyDependencies, { campaignId, revision }: Seen) => {
  const copy = await workingCopyOf(dependencies, campaignId)
  mustBeAsSeen(copy, revision)
  return copy
}

const next = (copy: WorkingCopy, { now }: Acting): WorkingCopy => ({
  ...copy,
  revision: copy.revision + 1,
  updatedAt: now.toISOString(),
})

const replaceOrRefuse = async (
  { drafts }: WorkingCopyDependencies,
  copy: WorkingCopy,
  action: string,
  acting: Acting,
  because?: string,
): Promise<WorkingCopy> => {
  const details = { revision: copy.revision, version: copy.version, because }
  if (!(await drafts.replace(copy, auditOf(copy.campaignId, action, acting, details))))
    throw changedMeanwhile()
  return copy
}

/**
 * Hands the working copy over to be approved, with its segments in their places. Who submits it answers for it like an
 * author, and does not approve it.
 * @throws Refusal `lint` with everything that is wrong, `wrong-state`, `campaign-changed`, `no-such-campaign`
 */
export const submitDraft = async (
  dependencies: JudgeDependencies,
  seen: Seen,
  acting: Acting,
): Promise<WorkingCopy> => {
  const { rejected: _rejected, ...copy } = await seenCopy(dependencies, seen)
  const state = stateAfter(copy, 'submit')
  const { campaign, resolved, problems } = await lintContent(dependencies, copy.content, copy.createdBy)
  if (!campaign)
    throw refusedFor('lint', 'The campaign has errors; nothing with errors is approved', problems, 'content')
  const submitted: WorkingCopy = {
    ...next(copy, acting),
    ...authorsWith(copy, acting.caller),
    state,
    submitted: { ...doneBy(acting), content: resolved },
  }
  return replaceOrRefuse(dependencies, submitted, 'submitted', acting)
}

/** Sends it back to its authors. @param because for them to read @throws Refusal as `submitDraft` does */
export const rejectDraft = async (
  dependencies: WorkingCopyDependencies,
  { because, ...seen }: Seen & { readonly because: string },
  acting: Acting,
): Promise<WorkingCopy> => {
  const copy = await seenCopy(dependencies, seen)
  const rejected = { ...doneBy(acting), because }
  return replaceOrRefuse(
    dependencies,
    { ...next(copy, acting), state: stateAfter(copy, 'reject'), rejected },
    'rejected',
    acting,
    because,
  )
}

const ownCampaign = (): Refusal =>
  new Refusal(
    'forbidden',
    'own-campaign',
    'Nobody approves what they wrote or submitted, in this version or an earlier one: somebody else must',
  )

/** @throws Refusal where this person may not approve it */
const mustMayApprove = (copy: WorkingCopy, content: WorkingCopy['content'], { caller }: Acting): void => {
  if (isAuthor(copy, caller)) throw ownCampaign()
  if (asksForException(content) && !isOneOf(caller, ['compliance']))
    throw new Refusal(
      'forbidden',
      'needs-compliance',
      'The campaign asks for an exception from a rule (its flags): somebody of compliance must approve it',
    )
}

/** The version as it will stand for ever; checked once more, because rules may have changed since it was submitted. */
const approvedCampaign = async (
  { templates, settingsStore }: LintDependencies,
  { version, createdBy }: WorkingCopy,
  content: WorkingCopy['content'],
  { caller }: Acting,
): Promise<Campaign> => {
  const { settings } = await settingsStore.read()
  const given = campaignOf(content, { version, createdBy, approvedBy: caller.name })
  const { campaign, problems } = lintCampaign(given, templates, settings.bank)
  if (!campaign)
    throw refusedFor('lint', 'The campaign has errors; nothing with errors is approved', problems, 'content')
  return campaign
}

/**
 * Approves what was submitted: it becomes a version, which never changes again. Going live is another step. That the
 * approver never wrote on it is asked here to say so, and in the write to be sure.
 * @throws Refusal `own-campaign`, `needs-compliance`, `lint`, `wrong-state`, `campaign-changed`, `version-exists`
 */
export const approveDraft = async (
  dependencies: JudgeDependencies,
  seen: Seen,
  acting: Acting,
): Promise<WorkingCopy> => {
  const copy = await seenCopy(dependencies, seen)
  const state = stateAfter(copy, 'approve')
  const content = copy.submitted?.content ?? copy.content
  mustMayApprove(copy, content, acting)
  const campaign = await approvedCampaign(dependencies, copy, content, acting)
  const approved: WorkingCopy = { ...next(copy, acting), state, approved: doneBy(acting) }
  const details = {
    revision: approved.revision,
    version: approved.version,
    flags: Object.keys(campaign.flags),
  }
  const audit = auditOf(copy.campaignId, 'approved', acting, details)
  const outcome = await dependencies.drafts.approve(approved, campaign, audit)
  if (outcome === 'approved') return approved
  if (outcome === 'refused') throw changedMeanwhile()
  throw new Refusal(
    'conflict',
    'version-exists',
    'There is such a version by now; edit the working copy, and it gets the next number',
  )
}

import * as z from 'zod/mini'
import { campaignIdSchema, contentOf } from '#shared/domain/campaign/campaign-content.ts'
import { type CampaignProblem, errorAt } from '#shared/domain/campaign/checks/problem.ts'
import { isTooDeep, jsonBytes, MOST_CONTENT_BYTES, tooDeep } from '#shared/domain/campaign/checks/storable.ts'
import { authorsWith, type CampaignContent, type WorkingCopy } from '#shared/domain/campaign/working-copy.ts'
import { type Acting, auditOf, refusedFor } from '#shared/use-cases/campaigns/acting.ts'
import {
  changedMeanwhile,
  mustBeAsSeen,
  stateAfter,
  type WorkingCopyDependencies,
  workingCopyOf,
} from '#shared/use-cases/campaigns/working-copy-of.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

/** What was written, and what was left out of it. */
export interface WrittenDraft {
  readonly copy: WorkingCopy
  readonly warnings: readonly CampaignProblem[]
}

/**
 * A draft may be wrong in every way but these: it must be possible to keep it, under its campaign's name.
 * @param campaignId whose content it must be; any where it is new
 */
const keepable = (given: CampaignContent, campaignId?: string) => {
  if (isTooDeep(given)) throw refusedFor('too-deep', 'This cannot be kept', [tooDeep()], 'content')
  const { content, warnings } = contentOf(campaignId === undefined ? given : { id: campaignId, ...given })
  const id = z.safeParse(campaignIdSchema, content.id)
  const bytes = jsonBytes(content)
  const problems = [
    ...(id.success
      ? []
      : [
          errorAt(['id'], 'wrong-format', 'an id has lower-case letters, digits and hyphens, at least three'),
        ]),
    ...(id.success && campaignId !== undefined && id.data !== campaignId
      ? [errorAt(['id'], 'other-campaign', 'a campaign keeps its id; clone it to give it another')]
      : []),
    ...(bytes > MOST_CONTENT_BYTES
      ? [errorAt([], 'too-big', `has ${bytes} bytes as JSON, and at most ${MOST_CONTENT_BYTES} can be kept`)]
      : []),
  ]
  if (!id.success || problems.length > 0)
    throw refusedFor('content-not-kept', 'This cannot be kept as a draft', problems, 'content')
  return { content, warnings, campaignId: id.data }
}

const alreadyThere = (): Refusal =>
  new Refusal('conflict', 'campaign-exists', 'There is a campaign with this id already')

const NO_AUTHORS: Pick<WorkingCopy, 'authors' | 'authorNames'> = { authors: [], authorNames: [] }

/** @param inherited authors of what it was made from */
const beginWith = async (
  { drafts }: WorkingCopyDependencies,
  { content, warnings, campaignId }: ReturnType<typeof keepable>,
  acting: Acting,
  inherited: Pick<WorkingCopy, 'authors' | 'authorNames'>,
  clonedFrom?: string,
): Promise<WrittenDraft> => {
  const copy: WorkingCopy = {
    campaignId,
    revision: 1,
    state: 'draft',
    version: 1,
    content,
    createdBy: acting.caller.name,
    ...authorsWith(inherited, acting.caller),
    updatedAt: acting.now.toISOString(),
  }
  const details = { revision: copy.revision, version: copy.version, clonedFrom }
  if (!(await drafts.create(copy, auditOf(campaignId, clonedFrom ? 'cloned' : 'created', acting, details))))
    throw alreadyThere()
  return { copy, warnings }
}

/** Begins a campaign. @throws Refusal `campaign-exists`, `content-not-kept` */
export const createDraft = (
  dependencies: WorkingCopyDependencies,
  given: CampaignContent,
  acting: Acting,
): Promise<WrittenDraft> => beginWith(dependencies, keepable(given), acting, NO_AUTHORS)

/**
 * Begins a campaign with what another one says. Its authors stay authors of the clone, so that nobody has their own text
 * cloned in order to approve it.
 * @param source a version, or the working copy where none is named
 * @throws Refusal `no-such-campaign`, `no-such-version`, `campaign-exists`
 */
export const cloneDraft = (
  dependencies: WorkingCopyDependencies,
  { id, content }: { readonly id: string; readonly content: CampaignContent },
  source: WorkingCopy,
  acting: Acting,
): Promise<WrittenDraft> =>
  beginWith(dependencies, keepable({ ...content, id }), acting, source, source.campaignId)

/**
 * Writes content over the working copy, which is a draft then, whatever it was: what was submitted is withdrawn, what was
 * approved is followed by a next version. The approved version itself, its place among the live campaigns and its date
 * to go live stay as they are.
 * @param revision that the author looked at
 * @throws Refusal `no-such-campaign`, `campaign-changed`, `content-not-kept`
 */
export const editDraft = async (
  dependencies: WorkingCopyDependencies,
  campaignId: string,
  { given, revision }: { readonly given: CampaignContent; readonly revision: string },
  acting: Acting,
): Promise<WrittenDraft> => {
  const seen = await workingCopyOf(dependencies, campaignId)
  mustBeAsSeen(seen, revision)
  const state = stateAfter(seen, 'edit')
  const { content, warnings } = keepable(given, campaignId)
  const { submitted: _submitted, approved: _approved, rejected, ...kept } = seen
  const copy: WorkingCopy = {
    ...kept,
    // Why it was rejected stays to be read until it is submitted anew.
    ...(rejected ? { rejected } : {}),
    content,
    state,
    revision: seen.revision + 1,
    version: (await dependencies.versions.latest(campaignId)) + 1,
    createdBy: seen.state === 'approved' ? acting.caller.name : seen.createdBy,
    ...authorsWith(seen, acting.caller),
    updatedAt: acting.now.toISOString(),
  }
  const details = { revision: copy.revision, version: copy.version, was: seen.state }
  if (!(await dependencies.drafts.replace(copy, auditOf(campaignId, 'edited', acting, details))))
    throw changedMeanwhile()
  return { copy, warnings }
}

import * as z from 'zod/mini'
import type { ApiClient } from '#infra/cli/api/client.ts'
import type { CampaignFile } from '#infra/cli/campaigns/campaign-files.ts'
import { contentDifferences } from '#infra/cli/campaigns/content-differences.ts'
import {
  actOnDraft,
  campaignPath,
  type DraftProblem,
  draftProblems,
  findDraft,
} from '#infra/cli/campaigns/drafts.ts'
import type { Difference } from '#shared/domain/campaign/differences.ts'

export interface PushOptions {
  /** Only tell what would be done. */
  readonly dryRun: boolean
  /** Hand it over to be approved where nothing is wrong with it. */
  readonly submit: boolean
}

export interface Pushed {
  readonly file: string
  readonly campaignId: string
  readonly outcome: 'unchanged' | 'created' | 'updated' | 'would create' | 'would update'
  readonly differences: readonly Difference[]
  /** What stands against it, with the lines of the file; of a dry run nothing is asked. */
  readonly problems: readonly (DraftProblem & { readonly line: number })[]
  readonly submitted: boolean
  /** Before it was pushed; a campaign that was submitted is withdrawn by a change. */
  readonly state: string | undefined
}

const written = z.looseObject({})

const write = async (api: ApiClient, { campaignId, content }: CampaignFile, etag: string | undefined) => {
  if (etag === undefined) await api.change('POST', '/v1/campaigns', { body: { content } }, written)
  else
    await api.change('PUT', campaignPath(campaignId, '/draft'), { body: { content }, ifMatch: etag }, written)
}

/** States in which a working copy can be handed over. */
const OPEN = ['draft', 'rejected']

/**
 * Brings a campaign's working copy to what its file says. One that says the same already is left alone, whatever became
 * of it; it may still be submitted.
 * @throws ApiProblemError where somebody else has changed it at the same moment, too
 */
export const pushFile = async (
  api: ApiClient,
  file: CampaignFile,
  { dryRun, submit }: PushOptions,
): Promise<Pushed> => {
  const { campaignId, content, lineOf } = file
  const draft = await findDraft(api, campaignId)
  const changes = contentDifferences(draft?.body.content ?? {}, content)
  const base = { file: file.file, campaignId, differences: changes, state: draft?.body.state }
  if (dryRun)
    return {
      ...base,
      outcome: !draft ? 'would create' : changes.length > 0 ? 'would update' : 'unchanged',
      problems: [],
      submitted: false,
    }
  const differs = draft === undefined || changes.length > 0
  if (differs) await write(api, file, draft?.etag)
  const problems = (await draftProblems(api, campaignId)).map((problem) => ({
    ...problem,
    line: lineOf(problem.path.replace(/^content\./, '')),
  }))
  const isWrong = problems.some(({ severity }) => severity === 'error')
  const isOpen = differs || OPEN.includes(draft.body.state)
  const submits = submit && isOpen && !isWrong
  if (submits) await actOnDraft(api, campaignId, 'submit')
  const outcome = !draft ? 'created' : differs ? 'updated' : 'unchanged'
  return { ...base, outcome, problems, submitted: submits }
}

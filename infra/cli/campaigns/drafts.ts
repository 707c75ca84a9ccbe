import * as z from 'zod/mini'
import type { Answer, ApiClient } from '#infra/cli/api/client.ts'
import { contentSchema } from '#shared/domain/campaign/working-copy.ts'

/** What of a working copy the commands look at. */
export const draftSchema = z.object({
  campaignId: z.string(),
  state: z.string(),
  version: z.int(),
  revision: z.int(),
  content: contentSchema,
})
export type Draft = z.infer<typeof draftSchema>

export const campaignPath = (campaignId: string, rest = ''): string =>
  `/v1/campaigns/${encodeURIComponent(campaignId)}${rest}`

/** The working copy with its revision; undefined where there is no such campaign. */
export const findDraft = (api: ApiClient, campaignId: string): Promise<Answer<Draft> | undefined> =>
  api.find(campaignPath(campaignId, '/draft'), draftSchema)

const problemSchema = z.object({
  path: z.string(),
  code: z.string(),
  message: z.string(),
  severity: z.enum(['error', 'warning']),
})
export type DraftProblem = z.infer<typeof problemSchema>

/** What lint has against the working copy. */
export const draftProblems = async (api: ApiClient, campaignId: string): Promise<readonly DraftProblem[]> => {
  const schema = z.object({ problems: z.array(problemSchema) })
  return (await api.get(campaignPath(campaignId, '/draft/problems'), schema)).body.problems
}

const answered = z.looseObject({})

/** Does something to the working copy as it stands now. */
export const actOnDraft = async (
  api: ApiClient,
  campaignId: string,
  action: 'submit' | 'approve' | 'reject',
  body?: unknown,
): Promise<void> => {
  const { etag } = await api.get(campaignPath(campaignId, '/draft'), draftSchema)
  await api.change('POST', campaignPath(campaignId, `/${action}`), { ifMatch: etag, body }, answered)
}

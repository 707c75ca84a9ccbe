import * as z from 'zod/mini'
import { defineRoute, routesOf } from '#functions/api/http/route.ts'
import {
  campaignParams,
  campaignReaders,
  contentBody,
  draftAnswer,
  draftSchema,
  problemsBody,
  problemsSchema,
  sentence,
  writersAndCheckers,
} from '#functions/api/routes/campaign-shapes.ts'
import type { CampaignDependencies } from '#functions/api/routes/campaigns.ts'
import { approveDraft, rejectDraft, submitDraft } from '#shared/use-cases/campaigns/judge-draft.ts'
import { lintContent } from '#shared/use-cases/campaigns/lint-campaign.ts'
import { workingCopyOf } from '#shared/use-cases/campaigns/working-copy-of.ts'
import { editDraft } from '#shared/use-cases/campaigns/write-draft.ts'

const path = '/v1/campaigns/{campaignId}'

const read = defineRoute({
  method: 'get',
  path: `${path}/draft`,
  operationId: 'readDraft',
  tag: 'campaigns',
  summary: 'What is being written of a campaign; what was seeded and never written here is revision 0',
  roles: campaignReaders,
  request: { params: campaignParams },
  responses: {
    200: { description: 'The working copy', schema: draftSchema, etag: true },
    404: 'No such campaign',
  },
  handle: async ({ params: { campaignId } }, dependencies: CampaignDependencies) =>
    draftAnswer(200, { copy: await workingCopyOf(dependencies, campaignId) }),
})

const write = defineRoute({
  method: 'put',
  path: `${path}/draft`,
  operationId: 'writeDraft',
  tag: 'campaigns',
  summary: 'Write the draft anew',
  description:
    'It is a draft then, whatever it was: what was submitted is withdrawn, what was approved is followed by a next version. What is live stays live.',
  roles: ['marketer'],
  request: { params: campaignParams, body: contentBody, ifMatch: 'required' },
  responses: {
    200: { description: 'The draft', schema: draftSchema, etag: true },
    404: 'No such campaign',
    422: 'It cannot be kept: another id, too big, or too deep',
  },
  handle: async ({ params, body, ifMatch, ...acting }, dependencies: CampaignDependencies) => {
    const written = { given: body.content, revision: ifMatch }
    return draftAnswer(200, await editDraft(dependencies, params.campaignId, written, acting))
  },
})

const problems = defineRoute({
  method: 'get',
  path: `${path}/draft/problems`,
  operationId: 'readDraftProblems',
  tag: 'campaigns',
  summary: 'What is wrong with the draft, each thing by its path',
  roles: writersAndCheckers,
  request: { params: campaignParams },
  responses: {
    200: {
      description: 'Errors and warnings',
      schema: z.strictObject({ problems: problemsSchema }),
      etag: true,
    },
    404: 'No such campaign',
  },
  handle: async ({ params: { campaignId } }, dependencies: CampaignDependencies) => {
    const { content, createdBy, revision } = await workingCopyOf(dependencies, campaignId)
    const linted = await lintContent(dependencies, content, createdBy)
    return { status: 200, body: problemsBody(linted.problems), etag: String(revision) }
  },
})

const judged = {
  200: { description: 'The working copy', schema: draftSchema, etag: true },
  404: 'No such campaign',
  409: 'It is not in the state for this',
} as const

const submit = defineRoute({
  method: 'post',
  path: `${path}/submit`,
  operationId: 'submitCampaign',
  tag: 'campaigns',
  summary: 'Hand the draft over to be approved',
  roles: ['marketer'],
  request: { params: campaignParams, ifMatch: 'required' },
  responses: { ...judged, 422: 'It has errors: all of them, by their paths' },
  handle: async (
    { params: { campaignId }, ifMatch: revision, ...acting },
    dependencies: CampaignDependencies,
  ) => draftAnswer(200, { copy: await submitDraft(dependencies, { campaignId, revision }, acting) }),
})

const approve = defineRoute({
  method: 'post',
  path: `${path}/approve`,
  operationId: 'approveCampaign',
  tag: 'campaigns',
  summary: 'Approve what was submitted: it becomes a version, which never changes again',
  description:
    'Nobody approves what they wrote or submitted, in this version or an earlier one. What asks for an exception from a rule (flags) is approved by compliance, whose name stands at the flag.',
  roles: ['approver', 'compliance'],
  request: { params: campaignParams, ifMatch: 'required' },
  responses: {
    ...judged,
    403: 'The caller wrote on it, or it asks for an exception and the caller is not of compliance',
  },
  handle: async (
    { params: { campaignId }, ifMatch: revision, ...acting },
    dependencies: CampaignDependencies,
  ) => draftAnswer(200, { copy: await approveDraft(dependencies, { campaignId, revision }, acting) }),
})

const reject = defineRoute({
  method: 'post',
  path: `${path}/reject`,
  operationId: 'rejectCampaign',
  tag: 'campaigns',
  summary: 'Send what was submitted back to its authors, and say why',
  roles: ['approver', 'compliance'],
  request: { params: campaignParams, body: z.strictObject({ because: sentence }), ifMatch: 'required' },
  responses: judged,
  handle: async (
    { params: { campaignId }, body: { because }, ifMatch: revision, ...acting },
    dependencies: CampaignDependencies,
  ) => draftAnswer(200, { copy: await rejectDraft(dependencies, { campaignId, revision, because }, acting) }),
})

export const draftRoutes = routesOf<CampaignDependencies>([read, write, problems, submit, approve, reject])

import * as z from 'zod/mini'
import { pageSchema } from '#functions/api/http/paging.ts'
import { defineRoute, routesOf } from '#functions/api/http/route.ts'
import {
  campaignParams,
  campaignReaders,
  contentBody,
  draftAnswer,
  draftSchema,
  draftStateBody,
  draftStateShape,
  liveAnswer,
  liveShape,
  problemsBody,
  problemsSchema,
  versionNumber,
  writersAndCheckers,
} from '#functions/api/routes/campaign-shapes.ts'
import { campaignIdSchema } from '#shared/domain/campaign/campaign-content.ts'
import { goLiveDateSchema } from '#shared/domain/campaign/go-live-date.ts'
import { cloneCampaign } from '#shared/use-cases/campaigns/clone-campaign.ts'
import { type LintDependencies, lintGiven } from '#shared/use-cases/campaigns/lint-campaign.ts'
import type { LiveDependencies } from '#shared/use-cases/campaigns/live-campaign-of.ts'
import {
  type CampaignOverview,
  listCampaigns,
  readCampaign,
} from '#shared/use-cases/campaigns/read-campaigns.ts'
import { createDraft } from '#shared/use-cases/campaigns/write-draft.ts'

export type CampaignDependencies = LiveDependencies & LintDependencies

const overview = {
  campaignId: z.string(),
  name: z.string(),
  draft: z.optional(draftStateShape),
  live: z.optional(liveShape),
}
const overviewSchema = z.strictObject(overview)

const goLiveShape = z.strictObject({
  version: z.int(),
  goLiveAt: z.string(),
  state: goLiveDateSchema.shape.state,
  because: z.optional(z.string()),
})

const overviewBody = ({
  campaignId,
  name,
  draft,
  live,
}: CampaignOverview): z.infer<typeof overviewSchema> => ({
  campaignId,
  name,
  ...(draft ? { draft: draftStateBody(draft) } : {}),
  ...(live ? { live: liveAnswer(live) } : {}),
})

const list = defineRoute({
  method: 'get',
  path: '/v1/campaigns',
  operationId: 'listCampaigns',
  tag: 'campaigns',
  summary: 'All campaigns, by id: what is being written of them, and what of them is live',
  roles: campaignReaders,
  request: { paged: true },
  responses: { 200: { description: 'Campaigns', schema: pageSchema(overviewSchema) } },
  handle: async ({ page }, dependencies: CampaignDependencies) => {
    const { items, ...rest } = await listCampaigns(dependencies, page)
    return { status: 200, body: { items: items.map(overviewBody), ...rest } }
  },
})

const create = defineRoute({
  method: 'post',
  path: '/v1/campaigns',
  operationId: 'createCampaign',
  tag: 'campaigns',
  summary: 'Begin a campaign with a draft, right or wrong',
  description:
    'The content is a campaign without what the server sets (version, status, createdBy, approvedBy). A whole campaign file is taken, too: those keys are left out, with a warning each.',
  roles: ['marketer'],
  request: { body: contentBody },
  responses: {
    201: { description: 'The draft', schema: draftSchema, etag: true },
    409: 'There is a campaign of this id',
    422: 'It cannot be kept: no id, too big, or too deep',
  },
  handle: async ({ body: { content }, ...acting }, dependencies: CampaignDependencies) =>
    draftAnswer(201, await createDraft(dependencies, content, acting)),
})

const lint = defineRoute({
  method: 'post',
  path: '/v1/campaigns/lint',
  operationId: 'lintCampaign',
  tag: 'campaigns',
  summary: 'What is wrong with a campaign, each thing by its path; nothing is kept',
  roles: writersAndCheckers,
  request: { body: contentBody },
  responses: {
    200: { description: 'Errors and warnings', schema: z.strictObject({ problems: problemsSchema }) },
  },
  handle: async ({ body: { content }, caller }, dependencies: CampaignDependencies) => ({
    status: 200,
    body: problemsBody(await lintGiven(dependencies, content, caller.name)),
  }),
})

const read = defineRoute({
  method: 'get',
  path: '/v1/campaigns/{campaignId}',
  operationId: 'readCampaign',
  tag: 'campaigns',
  summary: 'One campaign: what is being written, what is live, and the date on which a version goes live',
  roles: campaignReaders,
  request: { params: campaignParams },
  responses: {
    200: {
      description: 'The campaign',
      schema: z.strictObject({ ...overview, goLive: z.optional(goLiveShape) }),
    },
    404: 'No such campaign',
  },
  handle: async ({ params: { campaignId } }, dependencies: CampaignDependencies) => {
    const { goLive, ...campaign } = await readCampaign(dependencies, campaignId)
    if (!goLive) return { status: 200, body: overviewBody(campaign) }
    const { version, goLiveAt, state, because } = goLive
    const date = { version, goLiveAt, state, ...(because === undefined ? {} : { because }) }
    return { status: 200, body: { ...overviewBody(campaign), goLive: date } }
  },
})

const clone = defineRoute({
  method: 'post',
  path: '/v1/campaigns/{campaignId}/clone',
  operationId: 'cloneCampaign',
  tag: 'campaigns',
  summary: 'Begin another campaign with what this one says',
  description:
    'With what is being written of it, or with the version that is named. Authors of this one do not approve the other.',
  roles: ['marketer'],
  request: {
    params: campaignParams,
    body: z.strictObject({ campaignId: campaignIdSchema, version: z.optional(versionNumber) }),
  },
  responses: {
    201: { description: 'The draft', schema: draftSchema, etag: true },
    404: 'No such campaign, or no such version of it',
    409: 'There is a campaign of this id',
  },
  handle: async ({ params, body, ...acting }, dependencies: CampaignDependencies) =>
    draftAnswer(
      201,
      await cloneCampaign(
        dependencies,
        { from: params.campaignId, to: body.campaignId, version: body.version },
        acting,
      ),
    ),
})

export const campaignRoutes = routesOf<CampaignDependencies>([list, create, lint, read, clone])

import * as z from 'zod/mini'
import { pageSchema } from '#functions/api/http/paging.ts'
import { defineRoute, routesOf } from '#functions/api/http/route.ts'
import {
  campaignParams,
  campaignReaders,
  versionText,
  writersAndCheckers,
} from '#functions/api/routes/campaign-shapes.ts'
import type { CampaignDependencies } from '#functions/api/routes/campaigns.ts'
import { campaignSchema } from '#shared/domain/campaign/campaign.ts'
import { compareVersions, listVersions, readVersion } from '#shared/use-cases/campaigns/read-campaigns.ts'

const path = '/v1/campaigns/{campaignId}/versions'
const params = z.extend(campaignParams, { version: versionText })

const rowSchema = z.strictObject({
  version: z.int(),
  name: z.string(),
  createdBy: z.string(),
  approvedBy: z.string(),
})

const list = defineRoute({
  method: 'get',
  path,
  operationId: 'listVersions',
  tag: 'campaigns',
  summary: 'Approved versions of a campaign, the newest first',
  roles: campaignReaders,
  request: { params: campaignParams, paged: true },
  responses: { 200: { description: 'Versions', schema: pageSchema(rowSchema) }, 404: 'No such campaign' },
  handle: async ({ params: { campaignId }, page }, dependencies: CampaignDependencies) => {
    const { items, ...rest } = await listVersions(dependencies, campaignId, page)
    const rows = items.map(({ version, name, createdBy, approvedBy }) => ({
      version,
      name,
      createdBy,
      approvedBy,
    }))
    return { status: 200, body: { items: rows, ...rest } }
  },
})

const read = defineRoute({
  method: 'get',
  path: `${path}/{version}`,
  operationId: 'readVersion',
  tag: 'campaigns',
  summary: 'One version as it was approved; its status is that of its approval, not what became of it',
  roles: campaignReaders,
  request: { params },
  responses: {
    200: { description: 'The campaign', schema: campaignSchema },
    404: 'No such campaign, or no such version of it',
  },
  handle: async ({ params: { campaignId, version } }, dependencies: CampaignDependencies) => ({
    status: 200,
    body: await readVersion(dependencies, campaignId, Number(version)),
  }),
})

const side = z.union([z.int(), z.literal('draft')])
const comparisonSchema = z.strictObject({
  from: side,
  to: side,
  differences: z.array(
    z.strictObject({
      path: z.string(),
      kind: z.enum(['added', 'removed', 'changed']),
      before: z.optional(z.unknown()),
      after: z.optional(z.unknown()),
    }),
  ),
})

const compare = defineRoute({
  method: 'get',
  path: `${path}/{version}/diff`,
  operationId: 'compareVersions',
  tag: 'campaigns',
  summary:
    'What two versions say differently, from the older to the newer one; against the one before, unless said',
  roles: writersAndCheckers,
  request: {
    params,
    query: z.strictObject({ against: z.optional(z.union([versionText, z.literal('draft')])) }),
  },
  responses: {
    200: { description: 'Differences, each by its path', schema: comparisonSchema },
    404: 'No such campaign, or no such version of it',
  },
  handle: async ({ params: { campaignId, version }, query }, dependencies: CampaignDependencies) => {
    const against =
      query.against === undefined || query.against === 'draft' ? query.against : Number(query.against)
    const { differences, ...sides } = await compareVersions(
      dependencies,
      campaignId,
      Number(version),
      against,
    )
    return { status: 200, body: { ...sides, differences: differences.map((one) => ({ ...one })) } }
  },
})

export const versionRoutes = routesOf<CampaignDependencies>([list, read, compare])

import * as z from 'zod/mini'
import { defineRoute, type Role, routesOf } from '#functions/api/http/route.ts'
import {
  campaignParams,
  liveAnswer,
  liveShape,
  sentence,
  versionNumber,
} from '#functions/api/routes/campaign-shapes.ts'
import type { CampaignDependencies } from '#functions/api/routes/campaigns.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { Acting } from '#shared/use-cases/campaigns/acting.ts'
import { goLive } from '#shared/use-cases/campaigns/go-live.ts'
import { cancelGoLive, scheduleGoLive } from '#shared/use-cases/campaigns/go-live-dates.ts'
import {
  endCampaign,
  pauseCampaign,
  resumeCampaign,
  type Steering,
} from '#shared/use-cases/campaigns/steer-campaign.ts'

const path = '/v1/campaigns/{campaignId}'

const liveSchema = z.strictObject({ campaignId: z.string(), ...liveShape.shape })
const liveBody = (campaign: Campaign): z.infer<typeof liveSchema> => ({
  campaignId: campaign.id,
  ...liveAnswer(campaign),
})
const answers = {
  200: { description: 'Where it stands', schema: liveSchema },
  404: 'No such campaign, or no such version of it',
  409: 'It is not in the state for this',
} as const

const put = defineRoute({
  method: 'post',
  path: `${path}/go-live`,
  operationId: 'goLive',
  tag: 'campaigns',
  summary: 'Put the newest approved version live, or the one that is named, in the place of an older one',
  description:
    'In the place of a version that is paused or has ended, it withdraws that: what was decided with it, or with one before it, and has not left yet is cancelled when its turn comes (campaign-replaced). What a live version has decided leaves as it was decided.',
  roles: ['marketer', 'approver'],
  request: { params: campaignParams, body: z.strictObject({ version: z.optional(versionNumber) }) },
  responses: { ...answers, 403: 'The version before was paused for its complaints' },
  handle: async ({ params, body, ...acting }, dependencies: CampaignDependencies) => ({
    status: 200,
    body: liveBody(await goLive(dependencies, { ...params, ...body }, acting)),
  }),
})

const dateSchema = z.strictObject({ campaignId: z.string(), version: z.int(), goLiveAt: z.string() })

const schedule = defineRoute({
  method: 'post',
  path: `${path}/schedule`,
  operationId: 'scheduleGoLive',
  tag: 'campaigns',
  summary: 'Set the date on which the newest approved version, or the one that is named, goes live',
  description:
    'In the place of the date there was. It is the date of that version: later drafts change nothing of it. While the campaign is paused it is skipped, and the audit table says so; ending the campaign cancels it.',
  roles: ['marketer', 'approver'],
  request: {
    params: campaignParams,
    body: z.strictObject({ goLiveAt: z.iso.datetime({ offset: true }), version: z.optional(versionNumber) }),
  },
  responses: {
    200: { description: 'The date', schema: dateSchema },
    404: 'No such campaign, or no such version of it',
    409: 'Nothing is approved, or this version or a newer one is live',
    422: 'The date is not ahead, or further than a year',
  },
  handle: async ({ params, body, ...acting }, dependencies: CampaignDependencies) => {
    const wanted = { ...params, version: body.version, goLiveAt: new Date(body.goLiveAt) }
    const { campaignId, version, goLiveAt } = await scheduleGoLive(dependencies, wanted, acting)
    return { status: 200, body: { campaignId, version, goLiveAt } }
  },
})

const unschedule = defineRoute({
  method: 'delete',
  path: `${path}/schedule`,
  operationId: 'cancelGoLive',
  tag: 'campaigns',
  summary: 'Take back the date on which a version was to go live',
  roles: ['marketer', 'approver'],
  request: { params: campaignParams },
  responses: {
    204: { description: 'There is no date any more' },
    404: 'No such campaign',
    409: 'No date waits',
  },
  handle: async ({ params: { campaignId }, ...acting }, dependencies: CampaignDependencies) => {
    await cancelGoLive(dependencies, campaignId, acting)
    return { status: 204 }
  },
})

type Steer = (dependencies: CampaignDependencies, steering: Steering, acting: Acting) => Promise<Campaign>

const steering = (word: 'pause' | 'resume' | 'end', summary: string, roles: readonly Role[], steer: Steer) =>
  defineRoute({
    method: 'post',
    path: `${path}/${word}`,
    operationId: `${word}Campaign`,
    tag: 'campaigns',
    summary,
    roles,
    request: { params: campaignParams, body: z.strictObject({ note: z.optional(sentence) }) },
    responses: answers,
    handle: async ({ params, body, ...acting }, dependencies: CampaignDependencies) => ({
      status: 200,
      body: liveBody(await steer(dependencies, { ...params, ...body }, acting)),
    }),
  })

export const lifeRoutes = routesOf<CampaignDependencies>([
  put,
  schedule,
  unschedule,
  steering(
    'pause',
    'Pause a live campaign: within seconds nothing is decided or sent for it',
    ['marketer', 'approver', 'compliance', 'admin'],
    pauseCampaign,
  ),
  steering(
    'resume',
    'Resume a paused campaign; after a pause for complaints an approver or compliance must, and say why',
    ['marketer', 'approver', 'compliance'],
    resumeCampaign,
  ),
  steering(
    'end',
    'End a campaign for good: only a newer version or a clone speaks again',
    ['marketer', 'approver'],
    endCampaign,
  ),
])

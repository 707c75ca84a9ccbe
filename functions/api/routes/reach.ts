import * as z from 'zod/mini'
import { defineRoute, routesOf } from '#functions/api/http/route.ts'
import { campaignIdSchema } from '#shared/domain/campaign/campaign-content.ts'
import { contentSchema } from '#shared/domain/campaign/working-copy.ts'
import { spreadHash } from '#shared/domain/stable-hash.ts'
import { type Asked, type AskedDependencies, askedCampaign } from '#shared/use-cases/reach/asked-campaign.ts'
import { type ExactDependencies, exactReach, startExactReach } from '#shared/use-cases/reach/exact-reach.ts'
import { type SampleDependencies, sampleReach } from '#shared/use-cases/reach/sample-reach.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

export type ReachDependencies = AskedDependencies & SampleDependencies & ExactDependencies

const bodySchema = z.strictObject({
  campaignId: z.optional(campaignIdSchema),
  version: z.optional(z.int().check(z.minimum(1))),
  content: z.optional(contentSchema),
  condition: z.optional(z.unknown()),
  method: z.enum(['sample', 'exact']),
  seed: z.optional(z.int().check(z.minimum(0), z.maximum(2 ** 32 - 1))),
})

const estimated = { estimate: z.number(), low: z.number(), high: z.number() }
const estimate = { share: z.strictObject(estimated), customers: z.strictObject(estimated) }
const reportSchema = z.strictObject({
  campaignId: z.string(),
  signal: z.string(),
  at: z.string(),
  customers: z.strictObject(estimated),
  reached: z.strictObject(estimate),
  held: z.strictObject(estimate),
  tasks: z.strictObject(estimate),
  channels: z.array(z.strictObject({ channel: z.string(), ...estimate })),
  gates: z.array(z.strictObject({ reason: z.string(), ...estimate })),
  assumptions: z.array(z.strictObject({ code: z.string(), message: z.string() })),
  sample: z.strictObject({
    customers: z.int(),
    parts: z.int(),
    of: z.int(),
    readUnits: z.number(),
    took: z.number(),
  }),
})
const progressSchema = z.strictObject({
  reachId: z.string(),
  state: z.enum(['running', 'done']),
  partsDone: z.int(),
  parts: z.int(),
  report: z.optional(reportSchema),
})

const roles = ['marketer', 'approver', 'compliance'] as const

const askedIn = ({ campaignId, version, content, condition }: z.infer<typeof bodySchema>): Asked => {
  const given = [campaignId, content, condition].filter((one) => one !== undefined)
  if (given.length !== 1 || (version !== undefined && campaignId === undefined))
    throw new Refusal(
      'invalid',
      'ask-for-one',
      'Name one: a campaignId (with a version, or its draft), a content, or a condition',
    )
  if (campaignId !== undefined) return { campaignId, version }
  return content === undefined ? { condition } : { content }
}

const estimateReach = defineRoute({
  method: 'post',
  path: '/v1/reach',
  operationId: 'estimateReach',
  tag: 'reach',
  summary: 'Whom a campaign would reach: from a sample at once, or counted exactly',
  description:
    'Every customer of the sample is decided about as the engine would, as if the campaign were live and its moment came to everybody. The rest falls at gates, in their order. The same seed asks the same customers; left out, it is the same all day.',
  roles,
  request: { body: bodySchema },
  responses: {
    200: { description: 'An estimate with its 95 % intervals', schema: reportSchema },
    202: { description: 'The count has begun', schema: progressSchema },
    404: 'No such version',
    422: 'It cannot be read whom it is for',
  },
  handle: async ({ body, ...request }, dependencies: ReachDependencies) => {
    const campaign = await askedCampaign(dependencies, askedIn(body))
    if (body.method === 'exact')
      return { status: 202, body: await startExactReach(dependencies, campaign, request) }
    const { now } = request
    const seed = body.seed ?? spreadHash(now.toISOString().slice(0, 10))
    return { status: 200, body: await sampleReach(dependencies, campaign, { now, seed }) }
  },
})

const readReach = defineRoute({
  method: 'get',
  path: '/v1/reach/{reachId}',
  operationId: 'readReach',
  tag: 'reach',
  summary: 'How far an exact count has come; kept for 30 days',
  roles,
  request: { params: z.strictObject({ reachId: z.string().check(z.regex(/^[\w-]{10,60}$/)) }) },
  responses: { 200: { description: 'The count', schema: progressSchema }, 404: 'No such count' },
  handle: async ({ params: { reachId } }, dependencies: ReachDependencies) => ({
    status: 200,
    body: await exactReach(dependencies, reachId),
  }),
})

export const reachRoutes = routesOf<ReachDependencies>([estimateReach, readReach])

import * as z from 'zod/mini'
import { defineRoute, routesOf } from '#functions/api/http/route.ts'
import { campaignIdSchema } from '#shared/domain/campaign/campaign-content.ts'
import { channelSchema, signalTypeSchema } from '#shared/domain/vocabulary.ts'
import { type PreviewDependencies, previewCampaign } from '#shared/use-cases/preview/preview.ts'
import { sendTest, type TestSendDependencies } from '#shared/use-cases/preview/test-send.ts'

export type PreviewRouteDependencies = PreviewDependencies & TestSendDependencies

const params = z.strictObject({ campaignId: campaignIdSchema })
const version = z.union([z.literal('draft'), z.int().check(z.minimum(1))])
const language = z.string().check(z.regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}$/))
const variant = z.optional(z.string().check(z.maxLength(16)))

const messageSchema = z.union([
  z.strictObject({
    channel: z.literal('email'),
    locale: z.string(),
    subject: z.string(),
    text: z.string(),
    html: z.optional(z.string()),
  }),
  z.strictObject({ channel: z.literal('sms'), locale: z.string(), text: z.string() }),
  z.strictObject({ channel: z.literal('inapp'), locale: z.string(), title: z.string(), text: z.string() }),
])
const previewSchema = z.strictObject({
  channel: channelSchema,
  variant: z.optional(z.string()),
  language: z.string(),
  shownIn: z.optional(z.string()),
  fallsBack: z.boolean(),
  message: z.optional(messageSchema),
  sms: z.optional(
    z.strictObject({ alphabet: z.enum(['gsm-7', 'ucs-2']), characters: z.int(), segments: z.int() }),
  ),
  problem: z.optional(z.string()),
})

const preview = defineRoute({
  method: 'post',
  path: '/v1/campaigns/{campaignId}/preview',
  operationId: 'previewCampaign',
  tag: 'campaigns',
  summary: 'The messages as customers would get them, of a version or the draft',
  description:
    'For a sample, or in the language, zone and variant of a customer; the name is a sample’s always. What is not named (language, channel, variant) is shown in every way there is.',
  roles: ['marketer', 'approver', 'compliance'],
  request: {
    params,
    body: z.strictObject({
      version,
      language: z.optional(language),
      channel: z.optional(channelSchema),
      variant,
      signal: z.optional(signalTypeSchema),
      customerId: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
    }),
  },
  responses: {
    200: {
      description: 'The messages',
      schema: z.strictObject({
        campaignId: z.string(),
        version,
        signal: signalTypeSchema,
        previews: z.array(previewSchema),
      }),
    },
    404: 'No such version, or no such customer',
    422: 'The draft cannot be read yet, or has no such variant or signal',
  },
  handle: async ({ params: { campaignId }, body }, dependencies: PreviewRouteDependencies) => ({
    status: 200,
    body: await previewCampaign(dependencies, { campaignId, ...body }),
  }),
})

const testSend = defineRoute({
  method: 'post',
  path: '/v1/campaigns/{campaignId}/test-send',
  operationId: 'testSendCampaign',
  tag: 'campaigns',
  summary: 'Send one message, marked as a test, to your own verified address',
  roles: ['marketer', 'approver'],
  request: {
    params,
    body: z.strictObject({
      version,
      language,
      channel: z.enum(['email', 'sms']),
      variant,
      signal: z.optional(signalTypeSchema),
    }),
  },
  responses: {
    200: {
      description: 'What became of it',
      schema: z.strictObject({
        state: z.enum(['sent', 'in-doubt']),
        channel: z.enum(['email', 'sms']),
        shownIn: z.string(),
      }),
    },
    404: 'No such version',
    409: 'Stopped by operators, or refused by the provider',
    422: 'No verified address, or nothing that can be rendered',
    429: 'More than five of yours within this minute',
  },
  handle: async ({ params: { campaignId }, body, ...request }, dependencies: PreviewRouteDependencies) => ({
    status: 200,
    body: await sendTest(dependencies, { campaignId, ...body }, request),
  }),
})

export const previewRoutes = routesOf<PreviewRouteDependencies>([preview, testSend])

import * as z from 'zod/mini'
import { defineRoute, routesOf } from '#functions/api/http/route.ts'
import { segmentIdSchema as identifier } from '#shared/domain/campaign/segment.ts'
import { countsSchema } from '#shared/domain/results/result-row.ts'
import { type ResultsDependencies, resultsOf } from '#shared/use-cases/results/results-of.ts'

const share = z.number()
const rateSchema = z.optional(z.strictObject({ rate: share, low: share, high: share }))
const ratesSchema = z.strictObject({
  delivery: rateSchema,
  open: rateSchema,
  click: rateSchema,
  reply: rateSchema,
  complaint: rateSchema,
  unsubscription: rateSchema,
  conversion: rateSchema,
  controlConversion: rateSchema,
  uplift: z.optional(z.strictObject({ difference: share, low: share, high: share })),
})
const amounts = z.optional(z.record(z.string(), z.int()))
const totalSchema = { counts: countsSchema, minorUnits: amounts, rates: ratesSchema }
const resultsSchema = z.strictObject({
  campaignId: z.string(),
  rows: z.array(
    z.strictObject({
      campaignVersion: z.int(),
      variant: z.string(),
      channel: z.string(),
      day: z.string(),
      counts: countsSchema,
      minorUnits: amounts,
    }),
  ),
  versions: z.array(z.strictObject({ campaignVersion: z.int(), ...totalSchema })),
  total: z.strictObject(totalSchema),
})

const day = z.optional(z.iso.date())

const read = defineRoute({
  method: 'get',
  path: '/v1/campaigns/{campaignId}/results',
  operationId: 'readResults',
  tag: 'campaigns',
  summary: 'What came of a campaign, between two days of the bank, both included',
  description:
    'Rows by version, variant, channel and day; sums by version and in all, with rates and their 95 % intervals. Each version is compared with its own control group.',
  roles: ['marketer', 'approver', 'compliance', 'admin'],
  request: {
    params: z.strictObject({ campaignId: identifier }),
    query: z.strictObject({ from: day, to: day }),
  },
  responses: { 200: { description: 'Results', schema: resultsSchema }, 404: 'No such campaign' },
  handle: async ({ params: { campaignId }, query }, dependencies: ResultsDependencies) => ({
    status: 200,
    body: await resultsOf(dependencies)(campaignId, query),
  }),
})

export const resultsRoutes = routesOf<ResultsDependencies>([read])

import * as z from 'zod/mini'
import { defineRoute, routesOf } from '#functions/api/http/route.ts'
import { campaignIdSchema } from '#shared/domain/campaign/campaign-content.ts'
import { MOST_DRAFTS, simulationJobSchema } from '#shared/domain/simulation/job.ts'
import { priceSheetSchema } from '#shared/domain/simulation/price-sheet.ts'
import {
  readSimulation,
  requestSimulation,
  type SimulationDependencies,
} from '#shared/use-cases/simulations/request-simulation.ts'

export type { SimulationDependencies }

const roles = ['marketer', 'approver', 'compliance'] as const

const askedCampaign = z.strictObject({
  campaignId: campaignIdSchema,
  version: z.union([z.literal('draft'), z.int().check(z.minimum(1))]),
})

const simulate = defineRoute({
  method: 'post',
  path: '/v1/simulations',
  operationId: 'startSimulation',
  tag: 'simulations',
  summary: 'Play the recorded events of a day with these campaigns as if they were live, and without them',
  description:
    'Nothing is sent. The campaigns are taken as they are now; the answer names where what it comes to is read.',
  roles,
  request: {
    body: z.strictObject({
      day: z.iso.date(),
      campaigns: z.array(askedCampaign).check(z.maxLength(MOST_DRAFTS)),
      share: z._default(z.number().check(z.gt(0), z.maximum(1)), 1),
      prices: z.optional(priceSheetSchema),
    }),
  },
  responses: {
    202: { description: 'It waits to be run', schema: simulationJobSchema },
    422: 'A campaign is not there, or cannot run yet; or nothing is recorded of that day',
  },
  handle: async ({ body, caller, requestId, now }, dependencies: SimulationDependencies) => ({
    status: 202,
    body: await requestSimulation(dependencies, body, { userId: caller.userId, requestId, now }),
  }),
})

const read = defineRoute({
  method: 'get',
  path: '/v1/simulations/{simulationId}',
  operationId: 'readSimulation',
  tag: 'simulations',
  summary: 'How far a simulation is, and what it has come to',
  roles,
  request: { params: z.strictObject({ simulationId: z.string().check(z.regex(/^[\w-]{1,64}$/)) }) },
  responses: {
    200: { description: 'The simulation, with its report once it is done', schema: simulationJobSchema },
    404: 'No such simulation, or not any more',
  },
  handle: async ({ params: { simulationId } }, dependencies: SimulationDependencies) => ({
    status: 200,
    body: await readSimulation(dependencies, simulationId),
  }),
})

export const simulationRoutes = routesOf<SimulationDependencies>([simulate, read])

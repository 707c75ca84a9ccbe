import * as z from 'zod/mini'
import { defineRoute, routesOf } from '#functions/api/http/route.ts'

export interface OpenApiDependencies {
  /** functions/api/openapi.json, as `npm run docs` has written it. */
  readonly openApi: () => Promise<Readonly<Record<string, unknown>>>
}

const getOpenApi = defineRoute({
  method: 'get',
  path: '/openapi.json',
  operationId: 'getOpenApi',
  tag: 'openapi',
  summary: 'This document',
  roles: [],
  request: {},
  responses: {
    200: { description: 'The API in OpenAPI 3.1', schema: z.record(z.string(), z.unknown()) },
  },
  handle: async (_input, { openApi }: OpenApiDependencies) => ({
    status: 200,
    body: await openApi(),
  }),
})

export const openApiRoutes = routesOf<OpenApiDependencies>([getOpenApi])

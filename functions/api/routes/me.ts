import * as z from 'zod/mini'
import { defineRoute, routesOf } from '#functions/api/http/route.ts'
import { roleSchema, roles } from '#shared/domain/access/caller.ts'

const meSchema = z.strictObject({
  userId: z.string(),
  name: z.string(),
  groups: z.array(roleSchema),
  managerId: z.optional(z.string()),
  branchId: z.optional(z.string()),
})

const getMe = defineRoute({
  method: 'get',
  path: '/v1/me',
  operationId: 'getMe',
  tag: 'me',
  summary: 'Who the token speaks for, and what they may do',
  roles,
  request: {},
  responses: { 200: { description: 'The caller', schema: meSchema } },
  handle: async ({ caller: { userId, name, groups, managerId, branchId } }) => ({
    status: 200,
    body: { userId, name, groups, managerId, branchId },
  }),
})

export const meRoutes = routesOf<unknown>([getMe])

import type { ZodOpenApiOperationObject, ZodOpenApiResponsesObject } from 'zod-openapi'
import type { Route } from '#functions/api/http/route.ts'
import {
  type KitStatus,
  parameterRef,
  problemContent,
  problemRef,
  retryAfterHeader,
} from '#infra/docs/openapi/shared-parts.ts'

const etagHeader = {
  etag: { description: 'The revision, for If-Match', required: true, schema: { type: 'string' as const } },
}

const parametersOf = ({ method, request }: Route<never>) => [
  ...(request.ifMatch === 'required' ? [parameterRef('IfMatch')] : []),
  ...(method === 'get' ? [] : [parameterRef('IdempotencyKey')]),
  ...(request.paged ? [parameterRef('Limit'), parameterRef('Cursor')] : []),
]

/** What the kit itself answers, where it can happen. */
const kitStatuses = ({ method, roles, request }: Route<never>): readonly KitStatus[] => {
  const isRead = method === 'get'
  const saysSomething = Boolean(request.params || request.query || request.body || request.paged) || !isRead
  return [
    ...(saysSomething ? ([400] as const) : []),
    ...(roles.length === 0 ? [] : ([401, 403] as const)),
    ...(isRead ? [] : ([409, 422] as const)),
    ...(request.ifMatch === 'required' ? ([412, 428] as const) : []),
    ...(request.body ? ([413, 415] as const) : []),
    ...([500, 503] as const),
  ]
}

const responsesOf = (route: Route<never>): ZodOpenApiResponsesObject => {
  const ofKit = kitStatuses(route).map((status) => [status, problemRef(status)])
  const own = Object.entries(route.responses).map(([status, given]) => {
    const shape = typeof given === 'string' ? { description: given } : given
    if (Number(status) >= 400) {
      const headers = status === '429' ? { headers: retryAfterHeader } : {}
      return [status, { description: shape.description, ...headers, content: problemContent }]
    }
    const content = 'schema' in shape ? { content: { 'application/json': { schema: shape.schema } } } : {}
    const headers = 'etag' in shape && shape.etag ? { headers: etagHeader } : {}
    return [status, { description: shape.description, ...headers, ...content }]
  })
  return Object.fromEntries([...ofKit, ...own]) as ZodOpenApiResponsesObject
}

/** One route as OpenAPI describes it, with all that the kit adds. */
export const operationOf = (route: Route<never>): ZodOpenApiOperationObject => {
  const { operationId, summary, description, tag, roles, request } = route
  return {
    operationId,
    summary,
    ...(description === undefined ? {} : { description }),
    tags: [tag],
    security: roles.length === 0 ? [] : [{ idToken: [] }],
    ...(roles.length === 0 ? {} : { 'x-roles': roles }),
    requestParams: {
      ...(request.params ? { path: request.params } : {}),
      ...(request.query ? { query: request.query } : {}),
    } as NonNullable<ZodOpenApiOperationObject['requestParams']>,
    parameters: parametersOf(route) as NonNullable<ZodOpenApiOperationObject['parameters']>,
    ...(request.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: request.body } } } }
      : {}),
    responses: responsesOf(route),
  }
}

import * as z from 'zod/mini'
import type { ZodOpenApiOperationObject, ZodOpenApiResponsesObject } from 'zod-openapi'
import { MOST_ITEMS } from '#functions/api/http/paging.ts'
import { problemSchema } from '#functions/api/http/problem.ts'
import type { Responses, Route } from '#functions/api/http/route.ts'

type Parameters = NonNullable<ZodOpenApiOperationObject['parameters']>

const etagHeader = {
  etag: { description: 'The revision, for If-Match', required: true, schema: { type: 'string' as const } },
}

const IF_MATCH = {
  name: 'If-Match',
  in: 'header',
  required: true,
  description: 'The ETag that you have read; somebody else’s change since then is 412',
  schema: { type: 'string', pattern: '^"[\\x21\\x23-\\x7e]{1,200}"$' },
} as const

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Of your own choice, new for each request: the same request again is answered again and not done again',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,128}$' },
} as const

const PAGE = [
  {
    name: 'limit',
    in: 'query',
    required: false,
    description: 'How many items at most',
    schema: { type: 'integer', minimum: 1, maximum: MOST_ITEMS },
  },
  {
    name: 'cursor',
    in: 'query',
    required: false,
    description: 'Where to go on: `next` of the page before',
    schema: { type: 'string' },
  },
] as const

const parametersOf = ({ method, request }: Route<never>): Parameters => [
  ...(request.ifMatch === 'required' ? [IF_MATCH] : []),
  ...(method === 'get' ? [] : [IDEMPOTENCY_KEY]),
  ...(request.paged ? PAGE : []),
]

/** What the kit itself answers, where it can happen. */
const problemsOfKit = ({ method, roles, request }: Route<never>): Record<number, string> => ({
  ...(request.params || request.query || request.body || request.paged || method !== 'get'
    ? { 400: 'The request is not what this route expects' }
    : {}),
  ...(roles.length === 0 ? {} : { 401: 'No valid token', 403: 'Not for the caller' }),
  ...(method === 'get'
    ? {}
    : {
        409: 'It does not fit the state that things are in',
        422: 'It breaks a rule, or the Idempotency-Key was used',
      }),
  ...(request.ifMatch === 'required'
    ? { 412: 'Somebody else has changed it since you looked', 428: 'If-Match is missing' }
    : {}),
  ...(request.body ? { 413: 'The body is larger than 256 KB', 415: 'The body is no JSON' } : {}),
  500: 'Something went wrong here',
  503: 'It did not work just now and changed nothing',
})

const problemContent = { 'application/problem+json': { schema: problemSchema } }

/** The authorizer refuses before the function is called, and in its own form. */
const unauthorisedContent = {
  ...problemContent,
  'application/json': { schema: z.strictObject({ message: z.string() }) },
}

const responsesOf = (route: Route<never>): ZodOpenApiResponsesObject => {
  const all: Responses = { ...problemsOfKit(route), ...route.responses }
  return Object.fromEntries(
    Object.entries(all).map(([status, given]) => {
      const shape = typeof given === 'string' ? { description: given } : given
      if (status === '401') return [status, { description: shape.description, content: unauthorisedContent }]
      if (Number(status) >= 400) return [status, { description: shape.description, content: problemContent }]
      const content = 'schema' in shape ? { content: { 'application/json': { schema: shape.schema } } } : {}
      const headers = 'etag' in shape && shape.etag ? { headers: etagHeader } : {}
      return [status, { description: shape.description, ...headers, ...content }]
    }),
  ) as ZodOpenApiResponsesObject
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
    parameters: parametersOf(route),
    ...(request.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: request.body } } } }
      : {}),
    responses: responsesOf(route),
  }
}

import * as z from 'zod/mini'
import type { ZodOpenApiComponentsObject } from 'zod-openapi'
import { MOST_ITEMS } from '#functions/api/http/paging.ts'
import { problemSchema } from '#functions/api/http/problem.ts'

export const problemContent = { 'application/problem+json': { schema: problemSchema } }

/** The authorizer refuses before the function is called, and in its own form. */
const unauthorisedContent = {
  ...problemContent,
  'application/json': { schema: z.strictObject({ message: z.string() }) },
}

export const retryAfterHeader = {
  'retry-after': {
    description: 'Seconds after which the same request may go well',
    required: true,
    schema: { type: 'integer' as const, minimum: 1 },
  },
}

/** What the kit answers by itself, to routes of every area: name and meaning by status. */
const PROBLEMS = {
  400: ['BadRequest', 'The request is not what this route expects'],
  401: ['Unauthorized', 'No valid token'],
  403: ['Forbidden', 'Not for the caller'],
  409: ['Conflict', 'It does not fit the state that things are in'],
  412: ['Changed', 'Somebody else has changed it since you looked'],
  413: ['TooLarge', 'The body is larger than 256 KB'],
  415: ['NoJson', 'The body is no JSON'],
  422: ['Unprocessable', 'It breaks a rule, or the Idempotency-Key was used'],
  428: ['NoRevision', 'If-Match is missing'],
  500: ['Unexpected', 'Something went wrong here'],
  503: ['TryAgain', 'It did not work just now and changed nothing'],
} as const
export type KitStatus = keyof typeof PROBLEMS

export const problemRef = (status: KitStatus) => ({ $ref: `#/components/responses/${PROBLEMS[status][0]}` })

const parameters = {
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'The ETag that you have read; somebody else’s change since then is 412',
    schema: { type: 'string', pattern: '^"[\\x21\\x23-\\x7e]{1,200}"$' },
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      'Of your own choice, new for each request: the same request again is answered again and not done again',
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,128}$' },
  },
  Limit: {
    name: 'limit',
    in: 'query',
    required: false,
    description: 'How many items at most',
    schema: { type: 'integer', minimum: 1, maximum: MOST_ITEMS },
  },
  Cursor: {
    name: 'cursor',
    in: 'query',
    required: false,
    description: 'Where to go on: `next` of the page before',
    schema: { type: 'string' },
  },
} as const

export const parameterRef = (name: keyof typeof parameters) => ({ $ref: `#/components/parameters/${name}` })

/** What operations refer to, once for all. */
export const sharedParts = (): Pick<ZodOpenApiComponentsObject, 'parameters' | 'responses'> => ({
  parameters,
  responses: Object.fromEntries(
    Object.entries(PROBLEMS).map(([status, [name, description]]) => [
      name,
      {
        description,
        ...(status === '503' ? { headers: retryAfterHeader } : {}),
        content: status === '401' ? unauthorisedContent : problemContent,
      },
    ]),
  ),
})

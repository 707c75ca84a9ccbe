import * as z from 'zod/mini'
import type { Refusal, RefusalKind, RefusalProblem } from '#shared/use-cases/refusal.ts'

/** RFC 9457, section 3, with extension members (3.2): `code`, `requestId`, `problems`. */
export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string(),
  problems: z.optional(z.array(z.strictObject({ path: z.string(), code: z.string(), message: z.string() }))),
})
export type Problem = z.infer<typeof problemSchema>

/** Reason phrases of RFC 9110 and RFC 6585. */
const TITLES = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const
export type ProblemStatus = keyof typeof TITLES

/** A request that the kit itself does not do. Nothing in it quotes what was sent. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly status: ProblemStatus
  readonly code: string
  readonly problems: readonly RefusalProblem[]
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: ProblemStatus,
    code: string,
    detail: string,
    more: {
      readonly problems?: readonly RefusalProblem[]
      readonly headers?: Readonly<Record<string, string>>
    } = {},
  ) {
    super(detail)
    this.status = status
    this.code = code
    this.problems = more.problems ?? []
    this.headers = more.headers ?? {}
  }
}

const STATUSES: Readonly<Record<RefusalKind, ProblemStatus>> = {
  'not-found': 404,
  conflict: 409,
  changed: 412,
  invalid: 422,
  forbidden: 403,
  // 425 is about replayed TLS early data (RFC 8470), not about this.
  'too-early': 409,
  'too-many': 429,
}

/** What a use case refused, as an answer. */
export const problemErrorOf = ({ kind, code, message, problems, retryAfter }: Refusal): ProblemError =>
  new ProblemError(STATUSES[kind], code, message, {
    problems,
    ...(retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } }),
  })

/** The body of an answer that is a problem. */
export const problemOf = (error: ProblemError, requestId: string): Problem => ({
  type: `urn:bellwether:problem:${error.code}`,
  title: TITLES[error.status],
  status: error.status,
  code: error.code,
  detail: error.message,
  requestId,
  ...(error.problems.length === 0 ? {} : { problems: [...error.problems] }),
})

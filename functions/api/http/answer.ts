import { type ProblemError, problemOf } from '#functions/api/http/problem.ts'
import type { AnyAnswer } from '#functions/api/http/route.ts'

/**
 * Answers are kept nowhere and run nothing, wherever they are opened
 * (https://cheatsheetseries.owasp.org/cheatsheets/REST_Security_Cheat_Sheet.html).
 */
const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
}

const withBody = (
  status: number,
  body: unknown,
  contentType: string,
  headers: Readonly<Record<string, string>>,
): Response =>
  new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: {
      ...SECURITY_HEADERS,
      ...(body === undefined ? {} : { 'content-type': contentType }),
      ...headers,
    },
  })

export const answerOf = (
  { status, body, etag }: AnyAnswer,
  requestId: string,
  more: Readonly<Record<string, string>> = {},
): Response =>
  withBody(status, body, 'application/json', {
    'x-request-id': requestId,
    ...(etag === undefined ? {} : { etag: `"${etag}"` }),
    ...more,
  })

export const problemAnswer = (error: ProblemError, requestId: string): Response =>
  withBody(error.status, problemOf(error, requestId), 'application/problem+json', {
    'x-request-id': requestId,
    ...error.headers,
  })

/** What may be done at an address. */
export const optionsAnswer = (allow: string, requestId: string): Response =>
  withBody(204, undefined, '', { 'x-request-id': requestId, allow })

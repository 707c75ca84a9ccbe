import { createApi } from '#functions/api/http/api.ts'
import type { Route } from '#functions/api/http/route.ts'
import type { Caller } from '#shared/domain/access/caller.ts'
import { errorReport } from '#shared/lambda/error-report.ts'
import { createInMemoryIdempotency } from '#test/support/api/in-memory-idempotency.ts'

/** An answer as a client reads it. */
export interface ApiAnswer {
  readonly status: number
  readonly headers: Headers
  /** Parsed; undefined where there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every shape
  readonly body: any
}

export interface ApiRequest {
  /** An object is sent as JSON; text as it is. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Another caller than the client's; null sends no token. */
  readonly as?: Partial<Caller> | null
}

/** Calls like `client.post('/v1/campaigns', { body: { content } })`. */
export type ApiClient = Readonly<
  Record<'get' | 'post' | 'put' | 'delete', (path: string, request?: ApiRequest) => Promise<ApiAnswer>> & {
    request: (method: string, path: string, request?: ApiRequest) => Promise<ApiAnswer>
  }
>

export interface ApiClientOptions<Dependencies> {
  readonly routes: readonly Route<Dependencies>[]
  readonly dependencies: Dependencies
  /** Who calls, unless a request says so. */
  readonly caller?: Partial<Caller>
  readonly now?: () => Date
}

/** The claims of a token as API Gateway hands them over: all of them text. */
export const claimsOf = (caller: Partial<Caller>): Record<string, string> => ({
  sub: caller.userId ?? `sub-of-${caller.name ?? 'somebody'}`,
  token_use: 'id',
  'cognito:username': caller.name ?? 'somebody',
  'cognito:groups': `[${(caller.groups ?? []).join(' ')}]`,
  ...(caller.managerId === undefined ? {} : { 'custom:managerId': caller.managerId }),
  ...(caller.branchId === undefined ? {} : { 'custom:branchId': caller.branchId }),
  ...(caller.email === undefined ? {} : { email: caller.email, email_verified: 'true' }),
  ...(caller.phone === undefined ? {} : { phone_number: caller.phone, phone_number_verified: 'true' }),
})

let count = 0

/** A failure is a test's own: its error is thrown on, and not only answered as 500. */
const failing = {
  info: () => undefined,
  warn: () => undefined,
  error: (message: string, fields: object) => {
    throw new Error(`${message}: ${JSON.stringify(fields)}`)
  },
}

/** The API in this process, over given dependencies, called by whom a test says. */
export const apiClient = <Dependencies>({
  routes,
  dependencies,
  caller = { name: 'somebody', groups: [] },
  now = () => new Date('2027-01-15T10:00:00Z'),
}: ApiClientOptions<Dependencies>): ApiClient => {
  const idempotency = createInMemoryIdempotency()
  const app = createApi({ routes, dependencies, idempotency, now, log: failing, describeError: errorReport })
  const request = async (
    method: string,
    path: string,
    { body, headers = {}, as = caller }: ApiRequest = {},
  ): Promise<ApiAnswer> => {
    const authorizer = as === null ? {} : { authorizer: { jwt: { claims: claimsOf(as) } } }
    const response = await app.request(
      `https://api.test${path}`,
      {
        method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      },
      { requestContext: { requestId: `request-${++count}`, ...authorizer } },
    )
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    }
  }
  const by = (method: string) => (path: string, given?: ApiRequest) => request(method, path, given)
  return { get: by('GET'), post: by('POST'), put: by('PUT'), delete: by('DELETE'), request }
}

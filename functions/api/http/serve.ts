import { answerOf } from '#functions/api/http/answer.ts'
import { callerOf, mustBeOneOf } from '#functions/api/http/caller-of.ts'
import { answerOnce, idempotencyKeyOf } from '#functions/api/http/idempotent.ts'
import { cursorOf } from '#functions/api/http/paging.ts'
import { type ReadRequest, readRequest } from '#functions/api/http/read-request.ts'
import type { AnyAnswer, AnyInput, Route } from '#functions/api/http/route.ts'
import type { Caller } from '#shared/domain/access/caller.ts'
import type { Idempotency } from '#shared/ports/idempotency.ts'

export interface ServeOptions<Dependencies> {
  readonly dependencies: Dependencies
  readonly idempotency: Idempotency
  readonly now: () => Date
}

/** A request that has found its route. */
export interface RoutedRequest {
  readonly request: Request
  readonly params: Readonly<Record<string, string>>
  /** Of the token, as the authorizer has checked it. */
  readonly claims: unknown
  readonly requestId: string
}

/** Who asks where no token is needed. */
const ANYBODY: Caller = { userId: '', name: '', groups: [] }

const admitted = ({ roles }: Route<never>, claims: unknown): Caller => {
  if (roles.length === 0) return ANYBODY
  const caller = callerOf(claims)
  mustBeOneOf(caller, roles)
  return caller
}

/** A handler's `next` is a position; what goes out is a cursor. */
const withCursor = (answer: AnyAnswer, { scope }: ReadRequest): AnyAnswer => {
  const body = answer.body as { readonly next?: string | undefined }
  const { next, ...rest } = body
  return { ...answer, body: next === undefined ? rest : { ...rest, next: cursorOf(scope, next) } }
}

const handled = async <Dependencies>(
  route: Route<Dependencies>,
  read: ReadRequest,
  context: Pick<AnyInput, 'caller' | 'requestId' | 'now'>,
  dependencies: Dependencies,
): Promise<AnyAnswer> => {
  const { params, query, body, ifMatch, page } = read
  const answer = await route.handle({ ...context, params, query, body, ifMatch, page }, dependencies)
  return route.request.paged ? withCursor(answer, read) : answer
}

/**
 * One request to one route, from the token to the answer. First whether the caller may at all, so that nobody learns
 * anything else from a route that is not theirs; then what the request says; then the handler.
 * @throws ProblemError, Refusal, and what the handler's dependencies throw
 */
export const serve =
  <Dependencies>({ dependencies, idempotency, now }: ServeOptions<Dependencies>) =>
  async (
    route: Route<Dependencies>,
    { request, params, claims, requestId }: RoutedRequest,
  ): Promise<Response> => {
    const caller = admitted(route, claims)
    const key = route.method === 'get' ? undefined : idempotencyKeyOf(request)
    const read = await readRequest(route, { request, params, userId: caller.userId })
    const work = () => handled(route, read, { caller, requestId, now: now() }, dependencies)
    if (key === undefined) return answerOf(await work(), requestId)
    const operation = `${route.method} ${read.scope.path}`
    const content = { query: read.scope.query, ifMatch: read.ifMatch, body: read.body }
    const { answer, repeated } = await answerOnce(
      idempotency,
      { userId: caller.userId, operation, key },
      content,
      work,
    )
    return answerOf(answer, requestId, repeated ? { 'idempotent-replayed': 'true' } : {})
  }

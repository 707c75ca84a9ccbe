import { randomUUID } from 'node:crypto'
import { Hono } from 'hono/tiny'
import { optionsAnswer, problemAnswer } from '#functions/api/http/answer.ts'
import { ProblemError, problemErrorOf } from '#functions/api/http/problem.ts'
import type { Route } from '#functions/api/http/route.ts'
import { type ServeOptions, serve } from '#functions/api/http/serve.ts'
import { RetryableError } from '#shared/domain/errors.ts'
import type { Log, LogFields } from '#shared/ports/log.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

export interface ApiOptions<Dependencies> extends ServeOptions<Dependencies> {
  readonly routes: readonly Route<Dependencies>[]
  readonly log: Log
  /** An error as it may be logged. */
  readonly describeError: (error: unknown) => LogFields
}

/** What hono's adapter hands over of API Gateway's event (payload format 2.0). */
export interface ApiBindings {
  readonly requestContext?: {
    readonly requestId?: string
    readonly authorizer?: { readonly jwt?: { readonly claims?: unknown } }
  }
}

/** The signature of hono's app that everybody needs: the adapter, and tests. */
export type Api = Hono<{ Bindings: ApiBindings }>

const requestIdOf = ({ requestContext }: ApiBindings): string => requestContext?.requestId ?? randomUUID()

const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1')

/** A name goes before a parameter in its place: `/campaigns/lint` is no campaign called lint. */
const inOrder = <Dependencies>(routes: readonly Route<Dependencies>[]): readonly Route<Dependencies>[] => {
  const key = ({ path }: Route<Dependencies>) => path.replaceAll(/\{\w+\}/g, '~')
  return routes.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
}

/** By address: the methods of its routes, with what follows from them. */
const allowedBy = (routes: readonly Route<never>[]): ReadonlyMap<string, string> => {
  const methods = new Map<string, string[]>()
  for (const { path, method } of routes) {
    const names = method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]
    methods.set(path, [...(methods.get(path) ?? []), ...names])
  }
  return new Map([...methods].map(([path, names]) => [path, [...names, 'OPTIONS'].join(', ')]))
}

/** Told as it is where it is a refusal; anything else by its request's id only. */
const asProblem = (error: unknown): ProblemError | undefined => {
  if (error instanceof ProblemError) return error
  if (error instanceof Refusal) return problemErrorOf(error)
  if (error instanceof RetryableError)
    return new ProblemError(
      503,
      error.reason,
      'This did not work just now and changed nothing; try it again',
      {
        headers: { 'retry-after': '1' },
      },
    )
  return undefined
}

const nowhere = () => new ProblemError(404, 'no-such-route', 'Nothing stands at this address')

/** hono passes on what is no Error; here that is a failure like any other. */
const asError = async <Result>(work: Promise<Result>): Promise<Result> => {
  try {
    return await work
  } catch (error) {
    throw error instanceof Error ? error : new Error('thrown without being an Error')
  }
}

const unexpected = new ProblemError(
  500,
  'unexpected',
  'Something went wrong here; the request’s id tells those who run it where to look',
)

/**
 * The whole API over its routes. It answers every request: what is refused as a problem (RFC 9457), what failed as 500
 * with the request's id.
 */
export const createApi = <Dependencies>(options: ApiOptions<Dependencies>): Api => {
  const { log, describeError } = options
  const routes = inOrder(options.routes)
  const app: Api = new Hono()
  const answer = serve(options)
  // hono takes an address with a slash at its end for the one without: a list where an id was left empty.
  app.use('*', async (c, next) => {
    if (c.req.path.endsWith('/')) throw nowhere()
    await next()
  })
  for (const route of routes)
    app.on(route.method.toUpperCase(), honoPath(route.path), (c) =>
      asError(
        answer(route, {
          request: c.req.raw,
          params: c.req.param(),
          claims: c.env?.requestContext?.authorizer?.jwt?.claims,
          requestId: requestIdOf(c.env ?? {}),
        }),
      ),
    )
  for (const [path, allow] of allowedBy(routes))
    app.all(honoPath(path), (c) => {
      const requestId = requestIdOf(c.env ?? {})
      if (c.req.method === 'OPTIONS') return optionsAnswer(allow, requestId)
      throw new ProblemError(405, 'wrong-method', `Here one can: ${allow}`, { headers: { allow } })
    })
  app.notFound(() => {
    throw nowhere()
  })
  app.onError((error, c) => {
    const requestId = requestIdOf(c.env ?? {})
    const problem = asProblem(error)
    if (problem === undefined) log.error('a request failed', { requestId, ...describeError(error) })
    return problemAnswer(problem ?? unexpected, requestId)
  })
  return app
}

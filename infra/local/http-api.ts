import * as z from 'zod/mini'
import { httpEvent } from '#infra/local/http-event.ts'
import { match, type Route, readRoutes } from '#infra/local/http-routes.ts'
import type { LocalFunction } from '#infra/local/lambda.ts'
import {
  jsonAnswer,
  type LoopbackAnswer,
  type LoopbackRequest,
  startLoopbackServer,
} from '#infra/local/loopback-server.ts'
import type { Deployment } from '#infra/local/template.ts'

const answerSchema = z.strictObject({
  statusCode: z.int(),
  headers: z._default(z.record(z.string(), z.string()), {}),
  body: z._default(z.string(), ''),
  isBase64Encoded: z._default(z.boolean(), false),
})

export interface LocalHttpApi {
  /** An API stands at `<url>/<its id>`. */
  readonly url: string
  /** From here on requests reach the functions behind the template's routes. */
  serve(deployment: Deployment, functions: readonly LocalFunction[]): void
  stop(): Promise<void>
}

/** API Gateway's HTTP APIs: started before anything is read, because the template's values name its address. */
export async function startHttpApi(now: () => Date): Promise<LocalHttpApi> {
  let routes: readonly Route[] = []
  let functions: readonly LocalFunction[] = []
  const server = await startLoopbackServer((request) => answerTo(request, routes, functions, now))
  return {
    url: server.url,
    serve: (deployment, all) => {
      routes = readRoutes(deployment, now)
      functions = all
    },
    stop: server.stop,
  }
}

/** As API Gateway puts it. */
const refusal = (status: number, message: string, headers: Record<string, string> = {}): LoopbackAnswer =>
  jsonAnswer(status, { message }, headers)

async function answerTo(
  request: LoopbackRequest,
  routes: readonly Route[],
  functions: readonly LocalFunction[],
  now: () => Date,
): Promise<LoopbackAnswer> {
  const [pathWithApi = '', rawQueryString = ''] = request.path.split(/\?(.*)/s)
  const [, apiId, ...segments] = pathWithApi.split('/')
  for (const route of routes) {
    if (route.apiId !== apiId) continue
    const pathParameters = match(route.routeKey, request.method, segments)
    if (pathParameters === 'malformed') return refusal(400, 'Bad Request')
    const target = functions.find(({ definition }) => definition.arn === route.functionArn)
    if (pathParameters === undefined || target === undefined) continue
    const claims = await route.authorizer?.authorize(request.headers.authorization)
    if (route.authorizer !== undefined && claims === undefined)
      return refusal(401, 'Unauthorized', { 'www-authenticate': 'Bearer' })
    const place = { rawPath: `/${segments.join('/')}`, rawQueryString, pathParameters }
    return invoke(target, httpEvent(request, route, place, claims, now()))
  }
  return refusal(404, 'Not Found')
}

async function invoke(target: LocalFunction, event: unknown): Promise<LoopbackAnswer> {
  try {
    const { statusCode, headers, body, isBase64Encoded } = z.parse(answerSchema, await target.invoke(event))
    return { status: statusCode, headers, body: isBase64Encoded ? Buffer.from(body, 'base64') : body }
  } catch {
    // What went wrong stands in the function's own log, as it would on AWS.
    return refusal(500, 'Internal Server Error')
  }
}

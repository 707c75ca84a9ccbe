import { randomUUID } from 'node:crypto'
import * as z from 'zod/mini'
import { LOCAL_ACCOUNT } from '#infra/local/account.ts'
import type { LocalFunction } from '#infra/local/lambda.ts'
import {
  jsonAnswer,
  type LoopbackAnswer,
  type LoopbackRequest,
  startLoopbackServer,
} from '#infra/local/loopback-server.ts'
import { type Deployment, readProperties } from '#infra/local/template.ts'

const apiProperties = z.strictObject({
  Name: z.string(),
  ProtocolType: z.literal('HTTP'),
  Description: z.optional(z.unknown()),
})
const stageProperties = z.strictObject({
  ApiId: z.string(),
  StageName: z.literal('$default'),
  AutoDeploy: z.literal(true),
  // Nobody is throttled here, and the functions' own logs say enough.
  AccessLogSettings: z.optional(z.unknown()),
  DefaultRouteSettings: z.optional(z.unknown()),
})
const integrationProperties = z.strictObject({
  ApiId: z.string(),
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
})
const routeProperties = z.strictObject({
  ApiId: z.string(),
  RouteKey: z.string().check(z.regex(/^(ANY|GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\/[\w-]+|\/\{\w+\})+$/)),
  AuthorizationType: z.literal('NONE'),
  Target: z.string().check(z.startsWith('integrations/')),
})

const answerSchema = z.strictObject({
  statusCode: z.int(),
  headers: z._default(z.record(z.string(), z.string()), {}),
  body: z._default(z.string(), ''),
})

interface Route {
  readonly apiId: string
  readonly routeKey: string
  readonly functionArn: string
}

export interface LocalHttpApi {
  /** An API stands at `<url>/<its id>`. */
  readonly url: string
  /** From here on requests reach the functions behind the template's routes. */
  serve(deployment: Deployment, functions: readonly LocalFunction[]): void
  stop(): Promise<void>
}

/** API Gateway's HTTP APIs: started before anything is read, because the template's values name its address. */
export async function startHttpApi(): Promise<LocalHttpApi> {
  let routes: readonly Route[] = []
  let functions: readonly LocalFunction[] = []
  const server = await startLoopbackServer((request) => answerTo(request, routes, functions))
  return {
    url: server.url,
    serve: (deployment, all) => {
      routes = readRoutes(deployment)
      functions = all
    },
    stop: server.stop,
  }
}

/** @throws Error naming the resource that has a property not played here */
export function readRoutes(deployment: Deployment): readonly Route[] {
  for (const api of deployment.resources('AWS::ApiGatewayV2::Api')) readProperties(api, apiProperties)
  const stages = deployment
    .resources('AWS::ApiGatewayV2::Stage')
    .map((each) => readProperties(each, stageProperties))
  const targets = new Map<string, string>(
    deployment.resources('AWS::ApiGatewayV2::Integration').map((each) => {
      return [`integrations/${each.ref}`, readProperties(each, integrationProperties).IntegrationUri] as const
    }),
  )
  return deployment.resources('AWS::ApiGatewayV2::Route').map((each) => {
    const { ApiId: apiId, RouteKey: routeKey, Target } = readProperties(each, routeProperties)
    const functionArn = targets.get(Target)
    if (functionArn === undefined || !stages.some(({ ApiId }) => ApiId === apiId))
      throw new Error(`${each.stack.name}/${each.logicalId}: the route has no integration or no stage`)
    return { apiId, routeKey, functionArn }
  })
}

/** As API Gateway puts it. */
const refusal = (status: number, message: string): LoopbackAnswer => jsonAnswer(status, { message })

async function answerTo(
  request: LoopbackRequest,
  routes: readonly Route[],
  functions: readonly LocalFunction[],
): Promise<LoopbackAnswer> {
  const [pathWithApi = '', query = ''] = request.path.split(/\?(.*)/s)
  const [, apiId, ...segments] = pathWithApi.split('/')
  for (const route of routes) {
    if (route.apiId !== apiId) continue
    const parameters = match(route.routeKey, request.method, segments)
    if (parameters === 'malformed') return refusal(400, 'Bad Request')
    const target = functions.find(({ definition }) => definition.arn === route.functionArn)
    if (parameters === undefined || target === undefined) continue
    const event = eventOf(request, route, `/${segments.join('/')}`, query, parameters)
    return invoke(target, event)
  }
  return refusal(404, 'Not Found')
}

/** @returns the path's parameters, decoded; undefined where the route is for other requests */
function match(
  routeKey: string,
  method: string,
  segments: readonly string[],
): Readonly<Record<string, string>> | 'malformed' | undefined {
  const [wantedMethod, pattern = ''] = routeKey.split(' ')
  const wanted = pattern.split('/').slice(1)
  if (wantedMethod !== 'ANY' && wantedMethod !== method) return undefined
  if (wanted.length !== segments.length) return undefined
  const parameters: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const given = segments[index] ?? ''
    if (!part.startsWith('{')) {
      if (part !== given) return undefined
    } else if (given === '') return undefined
    else {
      const decoded = decode(given)
      if (decoded === undefined) return 'malformed'
      parameters[part.slice(1, -1)] = decoded
    }
  }
  return parameters
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

/** What API Gateway hands over as text; everything else, forms among it, comes as base64. */
const TEXTUAL = /^(text\/|application\/(json|xml|javascript)\b)/

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html, format 2.0 */
function eventOf(
  { method, headers: given, body }: LoopbackRequest,
  { apiId, routeKey }: Route,
  rawPath: string,
  rawQueryString: string,
  pathParameters: Readonly<Record<string, string>>,
) {
  const headers = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, [value ?? ''].flat().join(',')]),
  )
  const isBase64Encoded = body !== '' && !TEXTUAL.test(headers['content-type'] ?? 'text/plain')
  const now = new Date()
  return {
    ...{ version: '2.0', routeKey, rawPath, rawQueryString, headers, pathParameters, isBase64Encoded },
    ...(body === '' ? {} : { body: isBase64Encoded ? Buffer.from(body).toString('base64') : body }),
    requestContext: {
      ...{ accountId: LOCAL_ACCOUNT, apiId, routeKey, stage: '$default', requestId: randomUUID() },
      domainName: headers.host ?? '',
      domainPrefix: apiId,
      http: {
        ...{ method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
        userAgent: headers['user-agent'] ?? '',
      },
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
  }
}

async function invoke(target: LocalFunction, event: unknown): Promise<LoopbackAnswer> {
  try {
    const { statusCode, headers, body } = z.parse(answerSchema, await target.invoke(event))
    return { status: statusCode, headers, body }
  } catch {
    // What went wrong stands in the function's own log, as it would on AWS.
    return refusal(500, 'Internal Server Error')
  }
}

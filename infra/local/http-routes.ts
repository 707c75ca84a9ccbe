import * as z from 'zod/mini'
import { type JwtAuthorizer, jwtAuthorizer } from '#infra/local/jwt-authorizer.ts'
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
/** Parts of a path as they are, `{parameter}`, and last of all perhaps `{rest+}`. */
const ROUTE_KEY =
  /^(ANY|GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\/[\w.-]+|\/\{\w+\})*(\/[\w.-]+|\/\{\w+\+?\})$/
const route = { ApiId: z.string(), RouteKey: z.string().check(z.regex(ROUTE_KEY)) }
const target = z.string().check(z.startsWith('integrations/'))
const routeProperties = z.discriminatedUnion('AuthorizationType', [
  z.strictObject({ ...route, AuthorizationType: z.literal('NONE'), Target: target }),
  z.strictObject({ ...route, AuthorizationType: z.literal('JWT'), AuthorizerId: z.string(), Target: target }),
])

export interface Route {
  readonly apiId: string
  readonly routeKey: string
  readonly functionArn: string
  /** Who must be let in first; nobody where everybody is. */
  readonly authorizer?: JwtAuthorizer
}

/** The template's routes, in the order in which API Gateway looks: those with `{rest+}` last. */
export function readRoutes(deployment: Deployment, now: () => Date): readonly Route[] {
  for (const api of deployment.resources('AWS::ApiGatewayV2::Api')) readProperties(api, apiProperties)
  const stages = deployment
    .resources('AWS::ApiGatewayV2::Stage')
    .map((each) => readProperties(each, stageProperties))
  const targets = new Map<string, string>(
    deployment.resources('AWS::ApiGatewayV2::Integration').map((each) => {
      return [`integrations/${each.ref}`, readProperties(each, integrationProperties).IntegrationUri] as const
    }),
  )
  const authorizers = deployment
    .resources('AWS::ApiGatewayV2::Authorizer')
    .map((each) => jwtAuthorizer(each, now))
  const routes = deployment.resources('AWS::ApiGatewayV2::Route').map((each): Route => {
    const properties = readProperties(each, routeProperties)
    const { ApiId: apiId, RouteKey: routeKey, Target } = properties
    const functionArn = targets.get(Target)
    if (functionArn === undefined || !stages.some(({ ApiId }) => ApiId === apiId))
      throw new Error(`${each.stack.name}/${each.logicalId}: the route has no integration or no stage`)
    if (properties.AuthorizationType === 'NONE') return { apiId, routeKey, functionArn }
    const authorizer = authorizers.find(({ id }) => id === properties.AuthorizerId)
    if (authorizer === undefined)
      throw new Error(`${each.stack.name}/${each.logicalId}: the route has no such authorizer`)
    return { apiId, routeKey, functionArn, authorizer }
  })
  const isGreedy = ({ routeKey }: Route): boolean => routeKey.endsWith('+}')
  return [...routes.filter((each) => !isGreedy(each)), ...routes.filter(isGreedy)]
}

/** @returns the path's parameters, decoded; undefined where the route is for other requests */
export function match(
  routeKey: string,
  method: string,
  segments: readonly string[],
): Readonly<Record<string, string>> | 'malformed' | undefined {
  const [wantedMethod, pattern = ''] = routeKey.split(' ')
  const wanted = pattern.split('/').slice(1)
  if (wantedMethod !== 'ANY' && wantedMethod !== method) return undefined
  const greedy = wanted.at(-1)?.endsWith('+}') === true
  if (greedy ? wanted.length > segments.length : wanted.length !== segments.length) return undefined
  const parameters: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const isRest = greedy && index === wanted.length - 1
    const given = isRest ? segments.slice(index).join('/') : (segments[index] ?? '')
    if (!part.startsWith('{')) {
      if (part !== given) return undefined
    } else if (given === '') return undefined
    else {
      const decoded = decode(given)
      if (decoded === undefined) return 'malformed'
      parameters[part.slice(1, isRest ? -2 : -1)] = decoded
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

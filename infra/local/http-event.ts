import { randomUUID } from 'node:crypto'
import { LOCAL_ACCOUNT } from '#infra/local/account.ts'
import type { Route } from '#infra/local/http-routes.ts'
import type { Claims } from '#infra/local/jwt-authorizer.ts'
import type { LoopbackRequest } from '#infra/local/loopback-server.ts'

/** What API Gateway hands over as text; everything else, forms among it, comes as base64. */
const TEXTUAL = /^(text\/|application\/(json|xml|javascript)\b)/

export interface Place {
  /** As it was asked for, without the API's id. */
  readonly rawPath: string
  readonly rawQueryString: string
  readonly pathParameters: Readonly<Record<string, string>>
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html, format 2.0 */
export function httpEvent(
  { method, headers: given, body }: LoopbackRequest,
  { apiId, routeKey }: Pick<Route, 'apiId' | 'routeKey'>,
  { rawPath, rawQueryString, pathParameters }: Place,
  claims: Claims | undefined,
  now: Date,
) {
  const { cookie, ...others } = given
  const headers = Object.fromEntries(
    Object.entries(others).map(([name, value]) => [name, [value ?? ''].flat().join(',')]),
  )
  const isBase64Encoded = body !== '' && !TEXTUAL.test(headers['content-type'] ?? 'text/plain')
  const queryStringParameters = queryOf(rawQueryString)
  return {
    ...{ version: '2.0', routeKey, rawPath, rawQueryString, headers, pathParameters, isBase64Encoded },
    ...(cookie !== undefined && { cookies: cookie.split(/;\s*/) }),
    ...(queryStringParameters && { queryStringParameters }),
    ...(body === '' ? {} : { body: isBase64Encoded ? Buffer.from(body).toString('base64') : body }),
    requestContext: {
      ...{ accountId: LOCAL_ACCOUNT, apiId, routeKey, stage: '$default', requestId: randomUUID() },
      ...(claims && { authorizer: { jwt: { claims, scopes: null } } }),
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

/** Decoded; values of one name are joined by commas. */
function queryOf(rawQueryString: string): Readonly<Record<string, string>> | undefined {
  if (rawQueryString === '') return undefined
  const query: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(rawQueryString))
    query[name] = Object.hasOwn(query, name) ? `${query[name]},${value}` : value
  return query
}

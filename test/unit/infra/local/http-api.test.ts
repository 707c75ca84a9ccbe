import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type LocalHttpApi, startHttpApi } from '#infra/local/http-api.ts'
import type { FunctionDefinition, LocalFunction } from '#infra/local/lambda.ts'
import { deploymentOf } from '#test/support/local-cloud/deployment.ts'

const api = { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'links', ProtocolType: 'HTTP' } }
const stage = {
  Type: 'AWS::ApiGatewayV2::Stage',
  Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
}
const integration = {
  Type: 'AWS::ApiGatewayV2::Integration',
  Properties: {
    ApiId: { Ref: 'Api' },
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: 'arn:links',
    PayloadFormatVersion: '2.0',
  },
}
const route = (RouteKey: string) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: {
    ApiId: { Ref: 'Api' },
    RouteKey,
    AuthorizationType: 'NONE',
    Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] },
  },
})
const resources = { Api: api, Stage: stage, Integration: integration, Route: route('ANY /u/{token}') }

let server: LocalHttpApi
let events: Record<string, unknown>[]
let answer: (event: unknown) => unknown
beforeEach(async () => {
  events = []
  answer = () => ({ statusCode: 200 })
  server = await startHttpApi(() => new Date())
})
afterEach(() => server.stop())

const links = {
  definition: { arn: 'arn:links' } as FunctionDefinition,
  invoke: async (event: Record<string, unknown>) => {
    events.push(event)
    return answer(event)
  },
} as unknown as LocalFunction

const serve = (all: Readonly<Record<string, unknown>> = resources) => server.serve(deploymentOf(all), [links])
const call = (path: string, init: RequestInit = {}) => fetch(`${server.url}/S-Api${path}`, init)

describe('an API of the template', () => {
  it('hands a request over in payload format 2.0: forms as base64, path parameters decoded, names in lower case', async () => {
    serve()
    const body = new URLSearchParams({ a: '1' })
    await call('/u/a%2Fb?q=1&r', { method: 'POST', body, headers: { 'X-Any': 'x' } })
    expect(events).toMatchObject([
      {
        version: '2.0',
        routeKey: 'ANY /u/{token}',
        rawPath: '/u/a%2Fb',
        rawQueryString: 'q=1&r',
        pathParameters: { token: 'a/b' },
        headers: { 'x-any': 'x', 'content-type': expect.stringContaining('urlencoded') },
        body: Buffer.from('a=1').toString('base64'),
        isBase64Encoded: true,
        requestContext: { http: { method: 'POST', path: '/u/a%2Fb' }, stage: '$default' },
      },
    ])
  })

  it('hands text over as it is, and no body where there is none', async () => {
    serve()
    await call('/u/x', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })
    await call('/u/x')
    expect(events).toMatchObject([{ body: '{}', isBase64Encoded: false }, { isBase64Encoded: false }])
    expect(events[1]).not.toHaveProperty('body')
  })

  it('answers as the function does', async () => {
    serve()
    answer = () => ({ statusCode: 418, headers: { 'x-pot': 'tea' }, body: '茶' })
    const response = await call('/u/x')
    expect([response.status, response.headers.get('x-pot'), await response.text()]).toEqual([
      418,
      'tea',
      '茶',
    ])
  })

  it.each([
    ['a function that throws', () => Promise.reject(new Error('secret'))],
    ['an answer that is none', () => 'hello'],
  ])('answers 500 for %s, without its text', async (_what, wrong) => {
    serve()
    answer = wrong
    const response = await call('/u/x')
    expect([response.status, await response.json()]).toEqual([500, { message: 'Internal Server Error' }])
  })

  it.each(['/', '/u', '/u/', '/u/x/y', '/v/x'])('has nothing at %s', async (path) => {
    serve()
    expect((await call(path)).status).toBe(404)
    expect(events).toEqual([])
  })

  it('has nothing for another method, another API, or before it serves', async () => {
    expect((await call('/u/x')).status).toBe(404)
    serve({ ...resources, Route: route('GET /u/{token}') })
    expect((await call('/u/x', { method: 'POST' })).status).toBe(404)
    expect((await fetch(`${server.url}/Other/u/x`)).status).toBe(404)
    expect((await call('/u/x')).status).toBe(200)
  })

  it('hands everything below a path over to a greedy route, but not the path itself', async () => {
    serve({ ...resources, Route: route('ANY /v1/{proxy+}') })
    for (const path of ['/v1', '/v1/', '/v2/x']) expect((await call(path)).status).toBe(404)
    await call('/v1/a/b%20c/')
    expect(events).toMatchObject([{ rawPath: '/v1/a/b%20c/', pathParameters: { proxy: 'a/b c/' } }])
  })

  it('prefers a route that names the path', async () => {
    serve({ ...resources, Route: route('ANY /u/{rest+}'), Exact: route('GET /u/{token}') })
    await call('/u/x')
    await call('/u/x', { method: 'POST' })
    expect(events).toMatchObject([{ routeKey: 'GET /u/{token}' }, { routeKey: 'ANY /u/{rest+}' }])
  })

  it('hands over queries decoded, repeated ones joined, and cookies apart', async () => {
    serve()
    await call('/u/x?a=1&b=%C3%A9&a=2', { headers: { cookie: 'one=1; two=2' } })
    expect(events).toMatchObject([
      { queryStringParameters: { a: '1,2', b: 'é' }, cookies: ['one=1', 'two=2'] },
    ])
    expect(events[0]?.headers).not.toHaveProperty('cookie')
  })

  it('decodes an answer in base64', async () => {
    serve()
    answer = () => ({ statusCode: 200, body: Buffer.from('茶').toString('base64'), isBase64Encoded: true })
    expect(await (await call('/u/x')).text()).toBe('茶')
  })

  it('refuses a path that cannot be decoded', async () => {
    serve()
    expect((await call('/u/%ff')).status).toBe(400)
  })
})

describe('a template that asks for more', () => {
  const changed = (name: keyof typeof resources, property: Readonly<Record<string, unknown>>) => ({
    ...resources,
    [name]: { ...resources[name], Properties: { ...resources[name].Properties, ...property } },
  })

  it.each([
    ['Api', { CorsConfiguration: {} }],
    ['Api', { ProtocolType: 'WEBSOCKET' }],
    ['Stage', { StageName: 'v1' }],
    ['Stage', { StageVariables: {} }],
    ['Integration', { PayloadFormatVersion: '1.0' }],
    ['Integration', { RequestParameters: {} }],
    ['Route', { AuthorizationType: 'JWT' }],
    ['Route', { RouteKey: '$default' }],
    ['Route', { RouteKey: 'GET /u/{token+}/x' }],
    ['Route', { AuthorizationType: 'JWT', AuthorizerId: 'none' }],
    ['Route', { AuthorizationType: 'AWS_IAM' }],
  ] as const)('stops the boot with the name of %s: %j', (name, property) => {
    expect(() => serve(changed(name, property))).toThrow(`S/${name}`)
  })

  it('stops it for a route without an integration or a stage', () => {
    expect(() => serve(changed('Route', { Target: 'integrations/other' }))).toThrow('S/Route')
    expect(() => serve(changed('Stage', { ApiId: 'another' }))).toThrow('S/Route')
    expect(() => serve({ Api: api, Integration: integration, Route: resources.Route })).toThrow('S/Route')
  })
})

it('an API’s endpoint is its own place on the server', () => {
  const [resource] = deploymentOf({
    ...resources,
    Named: { Type: 'AWS::Events::EventBus', Properties: { Name: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] } } },
  }).resources('AWS::Events::EventBus')
  expect(resource?.properties).toEqual({ Name: 'http://127.0.0.1:2/S-Api' })
})

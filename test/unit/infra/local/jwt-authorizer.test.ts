import { createHmac, createPublicKey } from 'node:crypto'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type LocalHttpApi, startHttpApi } from '#infra/local/http-api.ts'
import { type LocalIssuer, startIssuer } from '#infra/local/issuer.ts'
import { type IssuerKey, issuerKey } from '#infra/local/issuer-key.ts'
import type { FunctionDefinition, LocalFunction } from '#infra/local/lambda.ts'
import type { Deployment } from '#infra/local/template.ts'
import { deploymentOf } from '#test/support/local-cloud/deployment.ts'
import { temporaryDirectoryOfFile } from '#test/support/local-cloud/temporary-directory.ts'

const NOW = new Date('2026-03-01T12:00:00Z')
const SECONDS = NOW.getTime() / 1000

const directory = temporaryDirectoryOfFile()
let issuer: LocalIssuer
let api: LocalHttpApi
let key: IssuerKey
let events: { requestContext: { authorizer?: unknown } }[]

const behind = {
  definition: { arn: 'arn:behind' } as FunctionDefinition,
  invoke: async (event: (typeof events)[number]) => {
    events.push(event)
    return { statusCode: 200 }
  },
} as unknown as LocalFunction

const ofApi = (more: object) => ({ ApiId: { Ref: 'Api' }, ...more })
const route = (more: object) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: ofApi({ Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] }, ...more }),
})
const READABLE = ['email', 'email_verified', 'custom:managerId']

/** @param url where the pool's issuer stands */
const deployment = (url: string): Deployment =>
  deploymentOf(
    {
      Pool: {
        Type: 'AWS::Cognito::UserPool',
        Properties: { Schema: [{ Name: 'managerId', AttributeDataType: 'String', Mutable: true }] },
      },
      Client: {
        Type: 'AWS::Cognito::UserPoolClient',
        Properties: {
          UserPoolId: { Ref: 'Pool' },
          ReadAttributes: READABLE,
          IdTokenValidity: 60,
          TokenValidityUnits: { IdToken: 'minutes' },
        },
      },
      ...Object.fromEntries(
        ['marketer', 'approver'].map((GroupName) => [
          GroupName,
          { Type: 'AWS::Cognito::UserPoolGroup', Properties: { UserPoolId: { Ref: 'Pool' }, GroupName } },
        ]),
      ),
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP' } },
      Stage: {
        Type: 'AWS::ApiGatewayV2::Stage',
        Properties: ofApi({ StageName: '$default', AutoDeploy: true }),
      },
      Integration: {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: ofApi({
          IntegrationType: 'AWS_PROXY',
          IntegrationUri: 'arn:behind',
          PayloadFormatVersion: '2.0',
        }),
      },
      Authorizer: {
        Type: 'AWS::ApiGatewayV2::Authorizer',
        Properties: ofApi({
          AuthorizerType: 'JWT',
          IdentitySource: ['$request.header.Authorization'],
          JwtConfiguration: {
            Audience: [{ Ref: 'Client' }],
            Issuer: { 'Fn::GetAtt': ['Pool', 'ProviderURL'] },
          },
        }),
      },
      Guarded: route({
        RouteKey: 'ANY /v1/{proxy+}',
        AuthorizationType: 'JWT',
        AuthorizerId: { Ref: 'Authorizer' },
      }),
      Open: route({ RouteKey: 'GET /openapi.json', AuthorizationType: 'NONE' }),
    },
    '/nowhere',
    { issuer: url },
  )

beforeAll(async () => {
  issuer = await startIssuer(directory, () => NOW)
  api = await startHttpApi(() => NOW)
  const served = deployment(issuer.url)
  issuer.serve(served)
  api.serve(served, [behind])
  key = await issuerKey(directory)
})
afterAll(async () => {
  await api?.stop()
  await issuer?.stop()
})
beforeEach(() => {
  events = []
})

const pool = () => `${issuer.url}/S-Pool`

const ask = (request: unknown) => fetch(`${pool()}/token`, { method: 'POST', body: JSON.stringify(request) })

const given = async (request: object = { groups: ['marketer'] }): Promise<string> => {
  const answer = (await (await ask(request)).json()) as { id_token: string }
  return answer.id_token
}

const call = (authorization?: string, path = '/v1/me') =>
  fetch(`${api.url}/S-Api${path}`, { headers: authorization === undefined ? {} : { authorization } })

/** Good claims, some of them changed; one that is set to undefined is left out. */
const claims = (changed: Readonly<Record<string, unknown>> = {}): JWTPayload => ({
  ...{ iss: pool(), aud: 'S-Client', sub: 'u', iat: SECONDS - 60, exp: SECONDS + 60 },
  ...changed,
})

const signed = (payload: JWTPayload, header: { kid?: string } = {}): Promise<string> =>
  new SignJWT(payload)
    .setProtectedHeader({ alg: 'RS256', kid: String(key.publicJwk.kid), ...header })
    .sign(key.privateKey)

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

const refusals: Readonly<Record<string, () => Promise<string | undefined> | string | undefined>> = {
  'no token': () => undefined,
  'an empty token': () => 'Bearer ',
  'no JWT': () => 'Bearer hello',
  'other credentials': () => 'Basic dTpw',
  'a token that has ended': () => given({ groups: ['marketer'], expiresIn: -1 }),
  'a token that ends this very second': () => signed(claims({ exp: SECONDS })),
  'a token without an end': () => signed(claims({ exp: undefined })),
  'a token that does not yet hold': () => signed(claims({ nbf: SECONDS + 60 })),
  'a token of tomorrow': () => signed(claims({ iat: SECONDS + 60 })),
  'another audience': () => given({ groups: ['marketer'], clientId: 'another' }),
  'no audience': () => signed(claims({ aud: undefined })),
  'another issuer': () => signed(claims({ iss: `${issuer.url}/S-Other` })),
  'no issuer': () => signed(claims({ iss: undefined })),
  'no kid': () => signed(claims(), { kid: undefined as never }),
  'an unknown kid': () => signed(claims(), { kid: 'unknown' }),
  'a changed claim': async () => {
    const [header, , signature] = (await given()).split('.')
    return [header, encoded(claims({ 'cognito:groups': ['admin'] })), signature].join('.')
  },
  'another key under the same kid': async () => {
    const { privateKey } = await generateKeyPair('RS256')
    return new SignJWT(claims())
      .setProtectedHeader({ alg: 'RS256', kid: String(key.publicJwk.kid) })
      .sign(privateKey)
  },
  'a key that the token brings itself': async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
    return new SignJWT(claims())
      .setProtectedHeader({ alg: 'RS256', kid: 'own', jwk: await exportJWK(publicKey) })
      .sign(privateKey)
  },
  'alg none': () => `${encoded({ alg: 'none', kid: key.publicJwk.kid })}.${encoded(claims())}.`,
  'HS256 with the public key as the secret': () => {
    const head = `${encoded({ alg: 'HS256', kid: key.publicJwk.kid })}.${encoded(claims())}`
    const pem = createPublicKey({ key: key.publicJwk as never, format: 'jwk' })
      .export({ type: 'spki', format: 'pem' })
      .toString()
    return `${head}.${createHmac('sha256', pem).update(head).digest('base64url')}`
  },
}

describe('a route with an authorizer', () => {
  it.each(Object.entries(refusals))('is closed to %s', async (_what, make) => {
    const token = await make()
    const sent = token === undefined || /^(Bearer|Basic)/.test(token) ? token : `Bearer ${token}`
    const response = await call(sent)
    expect([response.status, await response.json()]).toEqual([401, { message: 'Unauthorized' }])
    expect(events).toEqual([])
  })

  it.each([
    ['as Bearer', 'Bearer '],
    ['by itself', ''],
  ])('takes a token %s', async (_how, prefix) => {
    expect((await call(`${prefix}${await given()}`)).status).toBe(200)
  })

  it('takes the client of an access token for its audience', async () => {
    const token = await signed(claims({ aud: undefined, client_id: 'S-Client' }))
    expect((await call(token)).status).toBe(200)
  })

  it('hands the claims over, each as text', async () => {
    await call(await given({ groups: ['marketer', 'approver'], username: 'jana', managerId: 'M1' }))
    expect(events[0]?.requestContext.authorizer).toEqual({
      jwt: {
        claims: {
          iss: pool(),
          aud: 'S-Client',
          sub: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/),
          token_use: 'id',
          'cognito:username': 'jana',
          'cognito:groups': '[marketer approver]',
          email: 'jana@staff.bank.example',
          email_verified: 'true',
          'custom:managerId': 'M1',
          auth_time: String(SECONDS),
          iat: String(SECONDS),
          exp: String(SECONDS + 3600),
          jti: expect.any(String),
          origin_jti: expect.any(String),
          event_id: expect.any(String),
        },
        scopes: null,
      },
    })
  })

  it('prints what is no text as API Gateway does', async () => {
    await call(
      await signed(claims({ list: [1, true, ['a', 'b']], object: { b: 'x', a: [2] }, nothing: null })),
    )
    expect(events[0]?.requestContext.authorizer).toMatchObject({
      jwt: { claims: { list: '[1 true [a b]]', object: 'map[a:[2] b:x]' } },
    })
  })
})

it('a route without one is open, and knows nobody', async () => {
  const response = await call(await given(), '/openapi.json')
  expect(response.status).toBe(200)
  expect(events[0]?.requestContext).not.toHaveProperty('authorizer')
})

describe('the development issuer', () => {
  it('gives one person one id', async () => {
    const subjects = new Set<unknown>()
    for (const username of ['jana', 'jana', 'petr']) {
      const [, payload = ''] = (await given({ groups: [], username })).split('.')
      subjects.add(JSON.parse(Buffer.from(payload, 'base64url').toString()).sub)
    }
    expect(subjects.size).toBe(2)
  })

  it.each([
    ['a group that the pool does not have', { groups: ['owner'] }],
    ['an attribute that the client may not read', { groups: [], branchId: 'B1' }],
    ['a claim of the asker’s own', { groups: [], sub: 'somebody' }],
    ['nothing', {}],
  ])('refuses %s', async (_what, request) => {
    expect((await ask(request)).status).toBe(400)
  })

  it('shows what is public of its key, and nothing else', async () => {
    const answer = await fetch(`${pool()}/.well-known/jwks.json`)
    const { keys } = (await answer.json()) as { keys: object[] }
    expect(keys.map((each) => Object.keys(each).sort())).toEqual([['alg', 'e', 'kid', 'kty', 'n', 'use']])
  })

  it('keeps its key from start to start', async () => {
    expect((await issuerKey(directory)).publicJwk).toEqual(key.publicJwk)
  })

  it('knows no other pool', async () => {
    expect((await fetch(`${issuer.url}/S-Other/.well-known/jwks.json`)).status).toBe(404)
  })
})

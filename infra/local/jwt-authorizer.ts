import { createRemoteJWKSet, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import * as z from 'zod/mini'
import { type Resource, readProperties } from '#infra/local/template.ts'

const authorizerProperties = z.strictObject({
  ApiId: z.string(),
  AuthorizerType: z.literal('JWT'),
  IdentitySource: z.tuple([z.literal('$request.header.Authorization')]),
  JwtConfiguration: z.strictObject({ Audience: z.array(z.string()), Issuer: z.string() }),
  Name: z.optional(z.unknown()),
})

/** Claims of a believed token as HTTP APIs hand them over: each as text. */
export type Claims = Readonly<Record<string, string>>

export interface JwtAuthorizer {
  readonly id: string
  /** @param authorization the header's value @returns undefined where the token is missing, or not to be believed */
  authorize(authorization: string | undefined): Promise<Claims | undefined>
}

/** The only ones that API Gateway takes: nothing signed with a shared secret, and nothing unsigned. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512']

const DISCOVERY = z.object({ issuer: z.string(), jwks_uri: z.url() })

/**
 * One authorizer of the template.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html says what is checked: the
 * signature by a key of the issuer that the token names by `kid`, `iss`, `aud` or else `client_id`, `exp`, `nbf`, `iat`.
 * @throws Error naming the resource that has a property not played here
 */
export function jwtAuthorizer(resource: Resource, now: () => Date): JwtAuthorizer {
  const { Audience, Issuer } = readProperties(resource, authorizerProperties).JwtConfiguration
  const key = keysOf(Issuer)
  const check = async (token: string): Promise<JWTPayload> => {
    const currentDate = now()
    const options = { issuer: Issuer, algorithms: ALGORITHMS, requiredClaims: ['exp'], currentDate }
    const { payload, protectedHeader } = await jwtVerify(token, key, options)
    if (protectedHeader.kid === undefined) throw new Error('no kid')
    const audiences = [payload.aud ?? payload.client_id].flat()
    if (!audiences.some((audience) => Audience.includes(String(audience))))
      throw new Error('another audience')
    if (payload.iat !== undefined && payload.iat * 1000 > currentDate.getTime())
      throw new Error('of tomorrow')
    return payload
  }
  return {
    id: resource.ref,
    authorize: async (authorization) => {
      const token = authorization?.replace(/^Bearer\s+/i, '') ?? ''
      if (token === '') return undefined
      try {
        return asText(await check(token))
      } catch {
        return undefined
      }
    },
  }
}

/** Found as any issuer's are, on the first token: the issuer may start later than the API. */
function keysOf(issuer: string): JWTVerifyGetKey {
  let keys: Promise<JWTVerifyGetKey> | undefined
  const find = async (): Promise<JWTVerifyGetKey> => {
    const answer = await fetch(`${issuer}/.well-known/openid-configuration`)
    const found = z.parse(DISCOVERY, await answer.json())
    if (found.issuer !== issuer) throw new Error('the issuer says that it is another')
    return createRemoteJWKSet(new URL(found.jwks_uri))
  }
  return async (header, token) => {
    keys ??= find().catch((error: unknown) => {
      keys = undefined
      throw error
    })
    return (await keys)(header, token)
  }
}

const asText = (claims: JWTPayload): Claims =>
  Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, text(value)]))

/** As Go prints values, which is what API Gateway does: `[marketer approver]`, `map[a:1]`, `true`, `1700000000`. */
function text(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(text).join(' ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `map[${entries.map(([name, item]) => `${name}:${text(item)}`).join(' ')}]`
}

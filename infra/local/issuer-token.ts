import { createHash, randomUUID } from 'node:crypto'
import { type JWTPayload, SignJWT } from 'jose'
import * as z from 'zod/mini'
import type { IssuerKey } from '#infra/local/issuer-key.ts'
import { AwsError } from '#infra/local/loopback-server.ts'
import type { LocalClient, LocalPool } from '#infra/local/user-pools.ts'

/** Who a token is for. On AWS the pool knows, here the asker says. */
export const tokenRequestSchema = z.strictObject({
  groups: z.array(z.string()),
  /** The same name is the same person in every token. @default the groups */
  username: z.optional(z.string().check(z.minLength(1))),
  managerId: z.optional(z.string()),
  branchId: z.optional(z.string()),
  /** Verified. @default made of the username */
  email: z.optional(z.string()),
  /** Verified. @default none */
  phone: z.optional(z.string()),
  /** Seconds from now; a negative number gives a token that has ended. @default as the client's are */
  expiresIn: z.optional(z.int()),
  /** Another application's, to see it refused. @default the pool's client */
  clientId: z.optional(z.string()),
})

export type TokenRequest = z.input<typeof tokenRequestSchema>

/** As Cognito gives each user one, that of a name never changing. */
const userIdOf = (username: string): string => {
  const digest = createHash('sha256').update(username).digest('hex')
  return [digest.slice(0, 8), digest.slice(8, 12), `4${digest.slice(13, 16)}`, `8${digest.slice(17, 20)}`]
    .concat(digest.slice(20, 32))
    .join('-')
}

/** What a person's attributes become in an ID token, as far as the client may read them. */
const attributeClaims = (request: TokenRequest, username: string, { readable }: LocalClient): JWTPayload => {
  const email = request.email ?? `${username}@staff.bank.example`
  const attributes = {
    ...{ email, email_verified: true },
    ...(request.phone && { phone_number: request.phone, phone_number_verified: true }),
    ...(request.managerId && { 'custom:managerId': request.managerId }),
    ...(request.branchId && { 'custom:branchId': request.branchId }),
  }
  const unreadable = Object.keys(attributes).filter((name) => !readable.includes(name))
  if (unreadable.length > 0)
    throw new AwsError('InvalidParameterException', `the client may not read ${unreadable.join(', ')}`)
  return attributes
}

/**
 * The claims of an ID token as Cognito writes them.
 * @throws AwsError for a group or an attribute that the template's pool does not have
 */
export function idTokenClaims(request: TokenRequest, pool: LocalPool, issuer: string, now: Date): JWTPayload {
  const [client] = pool.clients
  if (client === undefined) throw new AwsError('ResourceNotFoundException', 'the pool has no client')
  const unknown = request.groups.filter((group) => !pool.groups.includes(group))
  if (unknown.length > 0)
    throw new AwsError('ResourceNotFoundException', `the pool has no group ${unknown.join(', ')}`)
  const username = request.username ?? (request.groups.join('.') || 'nobody')
  const seconds = Math.floor(now.getTime() / 1000)
  const lifetime = request.expiresIn ?? client.tokenMinutes * 60
  // One that has ended was given before that.
  const issuedAt = Math.min(seconds, seconds + lifetime)
  return {
    ...{ sub: userIdOf(username), iss: issuer, aud: request.clientId ?? client.id },
    ...{ token_use: 'id', 'cognito:username': username },
    ...(request.groups.length > 0 && { 'cognito:groups': request.groups }),
    ...attributeClaims(request, username, client),
    ...{ auth_time: issuedAt, iat: issuedAt, exp: seconds + lifetime },
    ...{ jti: randomUUID(), origin_jti: randomUUID(), event_id: randomUUID() },
  }
}

/** Signs as Cognito does. */
export const signToken = (claims: JWTPayload, { privateKey, publicJwk }: IssuerKey): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', ...(publicJwk.kid !== undefined && { kid: publicJwk.kid }) })
    .sign(privateKey)

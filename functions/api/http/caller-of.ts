import * as z from 'zod/mini'
import { ProblemError } from '#functions/api/http/problem.ts'
import { type Caller, isOneOf, type Role, roleSchema } from '#shared/domain/access/caller.ts'

const text = z.string().check(z.minLength(1), z.maxLength(256))

/** API Gateway hands a list over as text, `[marketer approver]`; a token has a list. No group's name has a space. */
const groupsSchema = z.pipe(
  z.union([z.array(z.string()), z.string()]),
  z.transform((given) => (typeof given === 'string' ? given.replace(/^\[|\]$/g, '').split(/[\s,]+/) : given)),
)

/** The same of a truth value. */
const verifiedSchema = z.union([z.boolean(), z.string()])

/** What Cognito puts into an ID token, and what the pool's own attributes add. */
const claimsSchema = z.object({
  sub: text,
  token_use: z.literal('id'),
  'cognito:username': text,
  'cognito:groups': z._default(groupsSchema, []),
  'custom:managerId': z.optional(text),
  'custom:branchId': z.optional(text),
  email: z.optional(text),
  email_verified: z.optional(verifiedSchema),
  phone_number: z.optional(text),
  phone_number_verified: z.optional(verifiedSchema),
})

const isTrue = (verified: unknown): boolean => verified === true || verified === 'true'

const isRole = (group: string): group is Role => roleSchema.safeParse(group).success

const unauthorised = (): ProblemError =>
  new ProblemError(401, 'no-token', 'A valid ID token is needed: Authorization: Bearer …', {
    headers: { 'www-authenticate': 'Bearer' },
  })

/**
 * Who the claims speak for. They were checked by the authorizer before the function was called: signature, issuer,
 * audience and expiry. That it is an ID token is checked here, because the authorizer takes access tokens, too.
 * @throws ProblemError 401 where there are no claims, or not those of an ID token
 */
export const callerOf = (claims: unknown): Caller => {
  const parsed = z.safeParse(claimsSchema, claims)
  if (!parsed.success) throw unauthorised()
  const token = parsed.data
  const managerId = token['custom:managerId']
  const branchId = token['custom:branchId']
  return {
    userId: token.sub,
    name: token['cognito:username'],
    groups: token['cognito:groups'].filter(isRole),
    ...(managerId === undefined ? {} : { managerId }),
    ...(branchId === undefined ? {} : { branchId }),
    ...(token.email !== undefined && isTrue(token.email_verified) ? { email: token.email } : {}),
    ...(token.phone_number !== undefined && isTrue(token.phone_number_verified)
      ? { phone: token.phone_number }
      : {}),
  }
}

/** @throws ProblemError 403 where the caller is in none of the groups */
export const mustBeOneOf = (caller: Caller, roles: readonly Role[]): void => {
  if (!isOneOf(caller, roles))
    throw new ProblemError(
      403,
      'not-your-role',
      `This is for ${roles.join(', ')}; your token names none of them`,
    )
}

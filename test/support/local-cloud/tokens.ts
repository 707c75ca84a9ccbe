import type { LocalCloud } from '#infra/local/cloud.ts'
import { developmentToken } from '#infra/local/development-token.ts'
import type { TokenRequest } from '#infra/local/issuer-token.ts'

type Person = Omit<TokenRequest, 'groups' | 'expiresIn' | 'clientId'>

/**
 * A real ID token of a local cloud's development issuer.
 * @param role a group of the pool, or several @param person two tokens with one username are one person's
 */
export const tokenFor = (
  { outputs }: Pick<LocalCloud, 'outputs'>,
  role: string | readonly string[],
  person: Person = {},
): Promise<string> => developmentToken(outputs, { ...person, groups: [role].flat() })

/** Tokens that are not to be believed, each by one fault in a good one. */
export const badTokens = {
  expired: ({ outputs }: Pick<LocalCloud, 'outputs'>, role: string): Promise<string> =>
    developmentToken(outputs, { groups: [role], expiresIn: -1 }),
  'wrong audience': ({ outputs }: Pick<LocalCloud, 'outputs'>, role: string): Promise<string> =>
    developmentToken(outputs, { groups: [role], clientId: 'another' }),
  forged: async (cloud: Pick<LocalCloud, 'outputs'>, role: string): Promise<string> => {
    const [header, payload = '', signature] = (await tokenFor(cloud, [])).split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
    const changed = Buffer.from(JSON.stringify({ ...claims, 'cognito:groups': [role] })).toString('base64url')
    return [header, changed, signature].join('.')
  },
} as const

/** How a request bears a token. */
export const bearer = (token: string): { authorization: string } => ({ authorization: `Bearer ${token}` })

import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { type CryptoKey, type JWTPayload, SignJWT } from 'jose'
import { issuerKey } from '#infra/local/issuer-key.ts'
import type { Engine } from '#test/support/local-cloud/engine.ts'
import { tokenFor } from '#test/support/local-cloud/tokens.ts'

const partsOf = (token: string): JWTPayload =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as JWTPayload

const signed = (claims: JWTPayload, key: KeyObject | CryptoKey | Uint8Array, alg: string, kid?: string) =>
  new SignJWT(claims).setProtectedHeader({ alg, ...(kid === undefined ? {} : { kid }) }).sign(key)

/** Tokens that somebody made who knows how tokens look: each would open a route if one check were left out. */
export const falseTokens = async (
  engine: Pick<Engine, 'cloud' | 'dataDirectory'>,
  role: string,
): Promise<Readonly<Record<string, string>>> => {
  const good = partsOf(await tokenFor(engine.cloud, role))
  const own = await issuerKey(engine.dataDirectory)
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { kid } = own.publicJwk
  const unsigned = [{ alg: 'none', kid }, good].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  )
  return {
    'signed by somebody else': await signed(good, privateKey, 'RS256', kid),
    'of another issuer': await signed(
      { ...good, iss: 'http://127.0.0.1:9/pool' },
      own.privateKey,
      'RS256',
      kid,
    ),
    'an access token': await signed({ ...good, token_use: 'access' }, own.privateKey, 'RS256', kid),
    'without a use': await signed({ ...good, token_use: undefined }, own.privateKey, 'RS256', kid),
    'signed with the public key as a secret': await signed(
      good,
      Buffer.from(String(own.publicJwk.n)),
      'HS256',
      kid,
    ),
    unsigned: `${unsigned.join('.')}.`,
    'no token at all': 'marketer',
  }
}

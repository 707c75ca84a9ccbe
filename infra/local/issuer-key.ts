import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'

export interface IssuerKey {
  readonly privateKey: CryptoKey
  /** What everybody may know of it, with its `kid`. */
  readonly publicJwk: JWK
}

const made = async (): Promise<JWK> => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  return exportJWK(privateKey)
}

/** The key that signs development tokens: made at the first start of a data directory, and kept there for its owner only. */
export async function issuerKey(directory: string): Promise<IssuerKey> {
  const file = path.join(directory, 'issuer', 'key.json')
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify(await made()), { mode: 0o600 })
  }
  const jwk = JSON.parse(readFileSync(file, 'utf8')) as JWK
  const privateKey = await importJWK(jwk, 'RS256')
  if (privateKey instanceof Uint8Array || jwk.n === undefined || jwk.e === undefined)
    throw new Error(`${file} holds no RSA key; without the file a new one is made`)
  const kid = await calculateJwkThumbprint(jwk)
  return { privateKey, publicJwk: { kty: 'RSA', n: jwk.n, e: jwk.e, use: 'sig', alg: 'RS256', kid } }
}

import * as z from 'zod/mini'
import type { TokenRequest } from '#infra/local/issuer-token.ts'

const answerSchema = z.object({ id_token: z.string() })
const refusalSchema = z.object({ message: z.string() })

/**
 * Asks the development issuer of a running local cloud for an ID token.
 * @param outputs of the cloud; `UserPoolIssuer` names the issuer
 * @throws Error saying why there is none: a group that the pool does not have, or a deployed pool, which gives tokens to
 * people who sign in and to nobody else
 */
export async function developmentToken(
  outputs: Readonly<Record<string, string>>,
  request: TokenRequest,
): Promise<string> {
  const issuer = outputs.UserPoolIssuer
  if (issuer === undefined || new URL(issuer).hostname !== '127.0.0.1')
    throw new Error('only a local cloud gives tokens for the asking')
  const answer = await fetch(`${issuer}/token`, { method: 'POST', body: JSON.stringify(request) })
  const body: unknown = await answer.json()
  if (!answer.ok) throw new Error(z.parse(refusalSchema, body).message)
  return z.parse(answerSchema, body).id_token
}

import * as z from 'zod/mini'
import { type IssuerKey, issuerKey } from '#infra/local/issuer-key.ts'
import { idTokenClaims, signToken, tokenRequestSchema } from '#infra/local/issuer-token.ts'
import {
  AwsError,
  jsonAnswer,
  type LoopbackAnswer,
  type LoopbackRequest,
  parseJson,
  startLoopbackServer,
} from '#infra/local/loopback-server.ts'
import { issuerOf } from '#infra/local/resource-types.ts'
import type { Deployment } from '#infra/local/template.ts'
import { type LocalPool, readUserPools } from '#infra/local/user-pools.ts'

export interface LocalIssuer {
  /** A pool stands at `<url>/<its id>`. */
  readonly url: string
  /** From here on there are tokens of the template's pools. */
  serve(deployment: Deployment): void
  stop(): Promise<void>
}

/**
 * Cognito's part of signing in: publishes its key as a user pool does, and gives an ID token to whoever asks, for
 * whoever they say they are. It can stand nowhere but here: what a deployed API believes is the `ProviderURL` of the
 * template's pool, which only the local cloud resolves to this.
 */
export async function startIssuer(directory: string, now: () => Date): Promise<LocalIssuer> {
  const key = await issuerKey(directory)
  let pools: readonly LocalPool[] = []
  const server = await startLoopbackServer((request) => answerTo(request, server.url, pools, key, now))
  return {
    url: server.url,
    serve: (deployment) => {
      pools = readUserPools(deployment)
    },
    stop: server.stop,
  }
}

async function answerTo(
  { method, path, body }: LoopbackRequest,
  url: string,
  pools: readonly LocalPool[],
  key: IssuerKey,
  now: () => Date,
): Promise<LoopbackAnswer> {
  const pool = pools.find(({ id }) => path.startsWith(`/${id}/`))
  if (pool === undefined) throw new AwsError('ResourceNotFoundException', 'there is no such pool', 404)
  const issuer = issuerOf(url, pool.id)
  switch (`${method} ${path.slice(pool.id.length + 1)}`) {
    case 'GET /.well-known/openid-configuration':
      return jsonAnswer(200, discovery(issuer))
    case 'GET /.well-known/jwks.json':
      return jsonAnswer(200, { keys: [key.publicJwk] })
    case 'POST /token': {
      const request = z.safeParse(tokenRequestSchema, parseJson(body))
      if (!request.success) throw new AwsError('InvalidParameterException', z.prettifyError(request.error))
      const claims = idTokenClaims(request.data, pool, issuer, now())
      return jsonAnswer(200, { id_token: await signToken(claims, key), token_type: 'Bearer' })
    }
  }
  throw new AwsError('ResourceNotFoundException', 'there is nothing here', 404)
}

const discovery = (issuer: string) => ({
  issuer,
  jwks_uri: `${issuer}/.well-known/jwks.json`,
  id_token_signing_alg_values_supported: ['RS256'],
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
})

import { randomUUID } from 'node:crypto'
import type { LocalCloud } from '#infra/local/cloud.ts'
import type { TokenRequest } from '#infra/local/issuer-token.ts'
import { bearer, tokenFor } from '#test/support/local-cloud/tokens.ts'

export interface Answer {
  readonly status: number
  /** Without its quotes; '' where there is none. */
  readonly etag: string
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every shape
  readonly body: any
}

export interface Asking {
  readonly body?: unknown
  /** An etag, as `Answer` has it. */
  readonly ifMatch?: string
}

/** Somebody who uses the API over HTTP, signed in anew for each request: clocks may have moved on by hours. */
export type Person = (method: string, path: string, asking?: Asking) => Promise<Answer>

export const personOf =
  (cloud: LocalCloud, role: string, person: Omit<TokenRequest, 'groups'>): Person =>
  async (method, path, { body, ifMatch } = {}) => {
    const response = await fetch(`${cloud.outputs.ApiUrl}${path}`, {
      method,
      headers: {
        ...bearer(await tokenFor(cloud, role, person)),
        ...(method === 'GET' ? {} : { 'idempotency-key': randomUUID() }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      etag: (response.headers.get('etag') ?? '').replaceAll('"', ''),
      body: text === '' ? undefined : JSON.parse(text),
    }
  }

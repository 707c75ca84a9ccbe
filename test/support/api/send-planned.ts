import type { GivenAnswer } from '#test/support/api/answer-faults.ts'
import type { KnownThings } from '#test/support/api/known-things.ts'
import type { PlannedRequest } from '#test/support/api/request-arbitrary.ts'

export interface SentRequest {
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** A planned request, with what is known filled in. */
export const requestOf = (plan: PlannedRequest, known: KnownThings): SentRequest => {
  const { operation, contentType, idempotencyKey, ifMatch } = plan
  const path = Object.entries(plan.path).reduce(
    (address, [name, said]) => address.replace(`{${name}}`, encodeURIComponent(known.say(name, said))),
    operation.path,
  )
  const query = new URLSearchParams()
  for (const [name, said] of plan.query) query.append(name, known.say(name, said))
  const body = ['GET', 'HEAD'].includes(operation.method) ? undefined : plan.body
  return {
    method: operation.method,
    path,
    url: query.size > 0 ? `${path}?${query}` : path,
    headers: {
      ...(body === undefined ? {} : { 'content-type': contentType }),
      ...(idempotencyKey === undefined || operation.method === 'GET'
        ? {}
        : { 'idempotency-key': idempotencyKey }),
      ...(ifMatch === undefined ? {} : { 'if-match': known.etagOf(path, ifMatch) }),
    },
    body,
  }
}

/** @param token none where the plan sends none */
export const send = async (
  apiUrl: string,
  { method, url, headers, body }: SentRequest,
  token: string | undefined,
): Promise<GivenAnswer> => {
  const answer = await fetch(`${apiUrl}${url}`, {
    method,
    headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    ...(body === undefined ? {} : { body }),
  })
  return {
    status: answer.status,
    contentType: answer.headers.get('content-type') ?? '',
    etag: answer.headers.get('etag'),
    text: await answer.text(),
  }
}

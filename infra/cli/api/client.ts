import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import * as z from 'zod/mini'
import { ApiProblemError } from '#infra/cli/api/problem-error.ts'
import { UsageError } from '#infra/local/commands/terminal.ts'

/** Where the API is, and who asks. */
export interface ApiTarget {
  readonly url: string
  readonly token: string
}

export interface Answer<Body> {
  readonly body: Body
  /** As it must come back in If-Match. */
  readonly etag: string | undefined
}

export interface Change {
  readonly body?: unknown
  readonly ifMatch?: string | undefined
}

/** A client of Bellwether's API. Every answer is parsed; every refusal is an ApiProblemError. */
export interface ApiClient {
  get<Schema extends z.ZodMiniType>(path: string, schema: Schema): Promise<Answer<z.output<Schema>>>
  /** Undefined where the answer is 404. */
  find<Schema extends z.ZodMiniType>(
    path: string,
    schema: Schema,
  ): Promise<Answer<z.output<Schema>> | undefined>
  /** Every page of a list. */
  list<Schema extends z.ZodMiniType>(path: string, item: Schema): Promise<readonly z.output<Schema>[]>
  /** A change, once however often the connection breaks: the tries carry one Idempotency-Key. */
  change<Schema extends z.ZodMiniType>(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    change: Change,
    schema: Schema,
  ): Promise<Answer<z.output<Schema>>>
}

export interface ClientOptions {
  readonly fetch?: typeof globalThis.fetch
  /** @param milliseconds between two tries */
  readonly delay?: (milliseconds: number) => Promise<unknown>
}

const ATTEMPTS = 5
const FIRST_WAIT_MS = 200

/** Nothing was done, and it may go better soon. */
const passes = (status: number): boolean => status === 503 || status === 429

/** @throws UsageError where nobody answers at all */
const unreachable = (url: string, error: unknown): never => {
  const { cause } = error as { cause?: { code?: string } }
  throw new UsageError(
    `${url} does not answer (${cause?.code ?? (error as Error).message}): is npm start running, or is --api right?`,
  )
}

export const createApiClient = (
  { url, token }: ApiTarget,
  { fetch = globalThis.fetch, delay = wait }: ClientOptions = {},
): ApiClient => {
  const send = async (path: string, init: RequestInit): Promise<Response> => {
    for (let attempt = 1; ; attempt++) {
      try {
        const response = await fetch(`${url}${path}`, init)
        if (!passes(response.status) || attempt === ATTEMPTS) return response
        await response.body?.cancel()
      } catch (error) {
        if (attempt === ATTEMPTS) return unreachable(url, error)
      }
      await delay(FIRST_WAIT_MS * 2 ** (attempt - 1))
    }
  }

  const request = async (method: string, path: string, { body, ifMatch }: Change): Promise<Response> =>
    send(path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(method === 'GET' ? {} : { 'idempotency-key': randomUUID() }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })

  const answered = async <Schema extends z.ZodMiniType>(
    method: string,
    path: string,
    change: Change,
    schema: Schema,
  ): Promise<Answer<z.output<Schema>>> => {
    const response = await request(method, path, change)
    const text = await response.text()
    if (!response.ok) throw new ApiProblemError(response.status, text, `${method} ${path}`)
    const body = z.parse(schema, text === '' ? undefined : JSON.parse(text))
    return { body, etag: response.headers.get('etag') ?? undefined }
  }

  const list: ApiClient['list'] = async (path, item) => {
    const page = z.object({ items: z.array(item), next: z.optional(z.string()) })
    const items: z.output<typeof item>[] = []
    const joint = path.includes('?') ? '&' : '?'
    let cursor: string | undefined
    do {
      const from: string = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`
      const { body } = await answered('GET', `${path}${joint}limit=100${from}`, {}, page)
      items.push(...body.items)
      cursor = body.next
    } while (cursor !== undefined)
    return items
  }

  return {
    get: (path, schema) => answered('GET', path, {}, schema),
    find: (path, schema) =>
      answered('GET', path, {}, schema).catch((error: unknown) => {
        if (error instanceof ApiProblemError && error.status === 404) return undefined
        throw error
      }),
    list,
    change: answered,
  }
}

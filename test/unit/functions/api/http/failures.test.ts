import { describe, expect, it } from 'vitest'
import { createApi } from '#functions/api/http/api.ts'
import { defineRoute } from '#functions/api/http/route.ts'
import { PermanentError, RetryableError } from '#shared/domain/errors.ts'
import { errorReport } from '#shared/lambda/error-report.ts'
import type { LogFields } from '#shared/ports/log.ts'
import { Refusal, type RefusalKind } from '#shared/use-cases/refusal.ts'
import { claimsOf } from '#test/support/api/api-client.ts'
import { createInMemoryIdempotency } from '#test/support/api/in-memory-idempotency.ts'

const failing = async (error: unknown) => {
  const logged: LogFields[] = []
  const route = defineRoute({
    method: 'get',
    path: '/v1/fails',
    operationId: 'fail',
    tag: 'fails',
    summary: 'Fails',
    roles: ['admin'],
    request: {},
    responses: { 204: { description: 'Never' } },
    handle: async () => {
      throw error
    },
  })
  const app = createApi({
    routes: [route],
    dependencies: {},
    idempotency: createInMemoryIdempotency(),
    now: () => new Date(0),
    log: {
      info: () => undefined,
      warn: () => undefined,
      error: (_message, fields) => {
        logged.push(fields)
      },
    },
    describeError: errorReport,
  })
  const claims = claimsOf({ name: 'ada', groups: ['admin'] })
  const response = await app.request('/v1/fails', undefined, {
    requestContext: { requestId: 'request-1', authorizer: { jwt: { claims } } },
  })
  return { response, body: (await response.json()) as { readonly code: string }, logged }
}

describe('what went wrong is told as RFC 9457 says', () => {
  it.each<[RefusalKind, number]>([
    ['not-found', 404],
    ['conflict', 409],
    ['changed', 412],
    ['invalid', 422],
    ['forbidden', 403],
    ['too-early', 409],
    ['too-many', 429],
  ])('%s: %i', async (kind, status) => {
    const problems = [{ path: 'content.name', code: 'missing', message: 'is missing' }]
    const { response, body, logged } = await failing(
      new Refusal(kind, 'a-code', 'What stands against it', problems),
    )
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(body).toEqual({
      type: 'urn:bellwether:problem:a-code',
      title: expect.any(String),
      status,
      code: 'a-code',
      detail: 'What stands against it',
      requestId: 'request-1',
      problems,
    })
    expect(logged).toEqual([])
  })

  it('a refusal that time mends says when', async () => {
    const { response } = await failing(new Refusal('too-many', 'a-code', 'Five a minute', [], 17))
    expect(response.headers.get('retry-after')).toBe('17')
    const lasting = await failing(new Refusal('conflict', 'a-code', 'It has ended'))
    expect(lasting.response.headers.has('retry-after')).toBe(false)
  })

  it('work that may be tried again says so', async () => {
    const { response, body } = await failing(new RetryableError('conflict'))
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('1')
    expect(body.code).toBe('conflict')
  })

  it.each([
    ['an error that quotes an address', new Error('no such user: mara@bank.example')],
    ['a permanent one', new PermanentError('no-template')],
    ['a text', 'mara@bank.example'],
    ['nothing', undefined],
  ])('of %s only the id of the request is told, and nothing personal is logged', async (_what, error) => {
    const { response, body, logged } = await failing(error)
    expect(response.status).toBe(500)
    expect(body).toMatchObject({ status: 500, code: 'unexpected', requestId: 'request-1' })
    expect(JSON.stringify([body, logged])).not.toContain('mara@')
    expect(JSON.stringify(body)).not.toMatch(/\.ts:\d|node:|at \w+ \(/)
    expect(logged).toEqual([expect.objectContaining({ requestId: 'request-1' })])
  })
})

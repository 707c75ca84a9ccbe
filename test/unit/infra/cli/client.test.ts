import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { createApiClient } from '#infra/cli/api/client.ts'
import { ApiProblemError } from '#infra/cli/api/problem-error.ts'
import { findTarget, personOf } from '#infra/cli/api/target.ts'
import { UsageError } from '#infra/local/commands/terminal.ts'
import { type CampaignApi, startCampaignApi } from '#test/support/fakes/campaign-api.ts'

let api: CampaignApi
beforeAll(async () => {
  api = await startCampaignApi()
})
afterAll(() => api?.stop())

const anything = z.looseObject({})
const waits: number[] = []
const client = () =>
  createApiClient(
    { url: api.url, token: 'T' },
    { delay: async (milliseconds) => void waits.push(milliseconds) },
  )

describe('a change', () => {
  it('is sent again with the same key where the connection breaks, and every change has its own', async () => {
    api.breakConnections(2)
    const before = api.seen.length
    await client().change('POST', '/v1/campaigns', { body: { content: { id: 'retried' } } }, anything)
    const tries = api.seen.slice(before)
    expect(tries).toHaveLength(3)
    expect(new Set(tries.map(({ key }) => key)).size).toBe(1)
    expect(tries[0]).toMatchObject({ token: 'Bearer T', key: expect.stringMatching(/^[\w-]{36}$/) })
    await client().change('POST', '/v1/campaigns', { body: { content: { id: 'another' } } }, anything)
    expect(api.seen.at(-1)?.key).not.toBe(tries[0]?.key)
    expect(waits).toEqual([200, 400])
  })

  it.each([503, 429])('is sent again where it hears %i, as it says that nothing was done', async (status) => {
    api.answer('POST /v1/busy', { status, body: {} }, { body: { done: true } })
    expect((await client().change('POST', '/v1/busy', {}, anything)).body).toEqual({ done: true })
  })

  it('says which address does not answer, and what to do', async () => {
    const nobody = createApiClient(
      { url: 'http://127.0.0.1:1', token: 'T' },
      { delay: async () => undefined },
    )
    await expect(nobody.get('/v1/me', anything)).rejects.toThrow(/127\.0\.0\.1:1 does not answer.*npm start/)
    await expect(nobody.get('/v1/me', anything)).rejects.toBeInstanceOf(UsageError)
  })
})

describe('a refusal', () => {
  it('tells every path that is wrong, and what to do next', async () => {
    const problems = [{ path: 'content.messages.en', code: 'x', message: 'is empty' }]
    api.answer('POST /v1/wrong', {
      status: 422,
      body: { code: 'lint', detail: 'Errors', requestId: 'R', problems },
    })
    const error = await client()
      .change('POST', '/v1/wrong', {}, anything)
      .catch((one: unknown) => one)
    expect(error).toBeInstanceOf(ApiProblemError)
    expect(error).toMatchObject({ status: 422, code: 'lint', problems })
    expect((error as Error).message).toMatch(/content\.messages\.en: is empty\n→ .*lint FILE/)
  })

  it.each(['<html>Bad gateway</html>', '', '[]'])(
    'is told, too, where it is none of the API’s: %j',
    async (body) => {
      const answer = async () => new Response(body, { status: 502 })
      const strange = createApiClient({ url: api.url, token: 'T' }, { fetch: answer })
      await expect(strange.get('/v1/me', anything)).rejects.toThrow(/502/)
    },
  )

  it('of 404 is nothing, for who only looks', async () => {
    expect(await client().find('/v1/campaigns/none/draft', anything)).toBeUndefined()
  })
})

it('a list is read to its end', async () => {
  api.answer('GET /v1/things?limit=100', { body: { items: [1, 2], next: 'a/b' } })
  api.answer('GET /v1/things?limit=100&cursor=a%2Fb', { body: { items: [3] } })
  expect(await client().list('/v1/things', z.number())).toEqual([1, 2, 3])
})

describe('whom a command asks', () => {
  const as = { role: 'marketer', name: 'marketer' } as const

  it('is the API that is named, with the token of the environment', async () => {
    const environment = { BELLWETHER_API: 'https://api.bank.example/', BELLWETHER_TOKEN: 'T' }
    expect(await findTarget({ as, environment })).toEqual({ url: 'https://api.bank.example', token: 'T' })
    const other = { as, environment, api: 'https://other.example' }
    expect(await findTarget(other)).toMatchObject({ url: 'https://other.example' })
  })

  it('is nobody without a token, or at no address', async () => {
    const environment = { BELLWETHER_API: 'https://api.bank.example' }
    await expect(findTarget({ as, environment })).rejects.toThrow(/BELLWETHER_TOKEN/)
    await expect(findTarget({ as, environment, api: 'bank' })).rejects.toThrow(/no address/)
  })

  it.each([
    ['approver', { role: 'approver', name: 'approver' }],
    ['approver:petr', { role: 'approver', name: 'petr' }],
    ['admin:a:b', { role: 'admin', name: 'a:b' }],
  ])('on a local cloud as %s', (text, expected) => {
    expect(personOf(text)).toEqual(expected)
  })

  it.each(['', 'boss', ':petr'])('never as %j', (text) => {
    expect(() => personOf(text)).toThrow(UsageError)
  })
})

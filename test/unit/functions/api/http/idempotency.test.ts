import { beforeEach, describe, expect, it } from 'vitest'
import { Refusal } from '#shared/use-cases/refusal.ts'
import { type ApiClient, apiClient } from '#test/support/api/api-client.ts'
import { createShelf, type Shelf, shelfRoutes } from '#test/support/api/shelf-routes.ts'

let shelf: Shelf
let client: ApiClient
const mara = { name: 'mara', groups: ['marketer'] } as const

const add = (title: string, key: string, as: { name: string; groups: readonly ['marketer'] } = mara) =>
  client.post('/v1/books', { body: { title }, headers: { 'idempotency-key': key }, as })

beforeEach(() => {
  shelf = createShelf()
  client = apiClient({ routes: shelfRoutes, dependencies: shelf, caller: mara })
})

describe('a request with an Idempotency-Key', () => {
  it('is done once and answered twice, with status, body and ETag', async () => {
    const first = await add('Emma', 'k1')
    const second = await add('Emma', 'k1')
    expect(shelf.writes).toBe(1)
    expect({ status: second.status, body: second.body }).toEqual({ status: first.status, body: first.body })
    expect(second.headers.get('etag')).toBe('"1"')
    expect(first.headers.get('idempotent-replayed')).toBeNull()
    expect(second.headers.get('idempotent-replayed')).toBe('true')
  })

  it('is another one with another key, of another caller, or to another route', async () => {
    await add('Emma', 'k1')
    await add('Emma', 'k2')
    await add('Emma', 'k1', { name: 'otto', groups: ['marketer'] })
    const put = await client.put('/v1/books/b000', {
      body: { title: 'Emma' },
      headers: { 'idempotency-key': 'k1', 'if-match': '"1"' },
    })
    expect(put.status).toBe(204)
    expect(shelf.writes).toBe(4)
  })

  it('is refused where the key was used for another body or revision', async () => {
    await add('Emma', 'k1')
    expect(await add('Persuasion', 'k1')).toMatchObject({ status: 422, body: { code: 'key-used' } })
    const put = (ifMatch: string) =>
      client.put('/v1/books/b000', {
        body: { title: 'Emma' },
        headers: { 'idempotency-key': 'k3', 'if-match': ifMatch },
      })
    expect((await put('"1"')).status).toBe(204)
    expect((await put('"2"')).status).toBe(422)
    expect(shelf.writes).toBe(2)
  })

  it('may be tried again after a refusal or a failure', async () => {
    for (const failure of [new Refusal('conflict', 'full', 'The shelf is full')]) {
      shelf.failure = failure
      expect((await add('Emma', 'k1')).status).toBe(409)
    }
    delete shelf.failure
    expect((await add('Emma', 'k1')).status).toBe(201)
    expect(shelf.writes).toBe(1)
  })

  it('is done once where two of it come at the same time', async () => {
    const answers = await Promise.all([add('Emma', 'k1'), add('Emma', 'k1')])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    expect(shelf.writes).toBe(1)
  })

  it.each(['', ' ', 'a b', 'x'.repeat(129), 'ü'])('has no key like %j', async (key) => {
    expect((await add('Emma', key)).status).toBe(400)
    expect(shelf.writes).toBe(0)
  })
})

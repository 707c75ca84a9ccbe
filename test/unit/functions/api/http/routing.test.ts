import { describe, expect, it } from 'vitest'
import { apiClient } from '#test/support/api/api-client.ts'
import { createShelf, shelfRoutes } from '#test/support/api/shelf-routes.ts'

const client = apiClient({
  routes: shelfRoutes,
  dependencies: createShelf(['Ulysses']),
  caller: { name: 'mara', groups: ['marketer'] },
})

describe('which route a request meets', () => {
  it.each([
    ['GET', '/v1/books/b000', 200],
    ['GET', '/v1/books/count', 200],
    ['GET', '/v1/books/', 404],
    ['GET', '/v1/books/b000/', 404],
    ['GET', '/v1/pens', 404],
    ['GET', '/', 404],
    ['GET', '/v1/books/b000/pages', 404],
    ['DELETE', '/v1/books', 405],
    ['PATCH', '/v1/books/b000', 405],
    ['POST', '/v1/books/count', 405],
    ['HEAD', '/v1/books', 200],
    ['HEAD', '/v1/pens', 404],
    ['OPTIONS', '/v1/books', 204],
    ['OPTIONS', '/v1/pens', 404],
  ])('%s %s: %i', async (method, path, status) => {
    expect((await client.request(method, path)).status).toBe(status)
  })

  it('says which methods there are', async () => {
    const refused = await client.request('PATCH', '/v1/books/b000')
    expect(refused.headers.get('allow')).toBe('GET, HEAD, PUT, OPTIONS')
    const asked = await client.request('OPTIONS', '/v1/books', { as: null })
    expect(asked.headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS')
  })

  it('answers HEAD with the headers of GET and nothing else', async () => {
    const { headers, body } = await client.request('HEAD', '/v1/books/b000')
    expect(body).toBeUndefined()
    expect(headers.get('etag')).toBe('"1"')
  })

  it('takes a name for what it is, and not for a parameter', async () => {
    expect((await client.get('/v1/books/count')).body).toBe(1)
  })

  it.each(['/v1/books', '/v1/pens', '/v1/books/b999'])('lets nobody keep an answer of %s', async (path) => {
    const { headers } = await client.get(path)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('strict-transport-security')).toContain('max-age=')
    expect(headers.get('x-request-id')).toMatch(/^request-/)
  })
})

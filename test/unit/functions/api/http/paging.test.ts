import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CursorScope, cursorOf, readPage } from '#functions/api/http/paging.ts'
import { apiClient } from '#test/support/api/api-client.ts'
import { createShelf, shelfRoutes } from '#test/support/api/shelf-routes.ts'

const scope: CursorScope = {
  operationId: 'listBooks',
  path: '/v1/books',
  query: [['title', 'x']],
  userId: 'u',
}
const others: readonly [what: string, scope: CursorScope][] = [
  ['another list', { ...scope, operationId: 'listPens' }],
  ['other parameters', { ...scope, path: '/v1/shelves/2/books' }],
  ['another filter', { ...scope, query: [['title', 'y']] }],
  ['no filter', { ...scope, query: [] }],
  ['another caller', { ...scope, userId: 'v' }],
]
const position = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 })

describe('a cursor', () => {
  it('leads back to its position', () => {
    fc.assert(
      fc.property(position, (after) => {
        expect(readPage(scope, { cursor: cursorOf(scope, after) })).toEqual({ limit: 50, after })
      }),
    )
  })

  it.each(others)('is none of %s', (_what, other) => {
    expect(() => readPage(other, { cursor: cursorOf(scope, 'b001') })).toThrow(
      expect.objectContaining({ status: 400 }),
    )
  })

  it('is none any more when one bit of it is changed', () => {
    fc.assert(
      fc.property(position, fc.nat(), fc.integer({ min: 0, max: 7 }), (after, at, bit) => {
        const bytes = Buffer.from(cursorOf(scope, after), 'base64url')
        const index = at % bytes.length
        bytes[index] = (bytes[index] ?? 0) ^ (1 << bit)
        expect(() => readPage(scope, { cursor: bytes.toString('base64url') })).toThrow()
      }),
    )
  })

  it('is nothing that somebody made up', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (cursor) => {
        expect(() => readPage(scope, { cursor })).toThrow(expect.objectContaining({ status: 400 }))
      }),
    )
  })
})

describe('a list in pages', () => {
  const titles = Array.from({ length: 250 }, (_, index) => `Volume ${index}`)
  const client = apiClient({
    routes: shelfRoutes,
    dependencies: createShelf(titles),
    caller: { name: 'mara', groups: ['marketer'] },
  })

  it.each([1, 7, 50, 100])('of %i shows each item once, in order', async (limit) => {
    const seen: string[] = []
    for (let next: string | undefined = ''; next !== undefined; ) {
      const cursor: string = next === '' ? '' : `&cursor=${next}`
      const { body } = await client.get(`/v1/books?limit=${limit}${cursor}`)
      seen.push(...body.items.map(({ title }: { title: string }) => title))
      next = body.next
    }
    expect(seen).toEqual(titles)
  })

  it.each(['0', '101', '-1', '1.5', '1e1', '', 'ten', '50&limit=50'])('has no limit of %s', async (limit) => {
    const { status, body } = await client.get(`/v1/books?limit=${limit}`)
    expect({ status, path: body.problems?.[0].path }).toEqual({ status: 400, path: 'query.limit' })
  })

  it('goes on for nobody else, and not with another filter', async () => {
    const { body } = await client.get('/v1/books?limit=5')
    const again = `/v1/books?limit=5&cursor=${body.next}`
    expect((await client.get(again)).status).toBe(200)
    expect((await client.get(again, { as: { name: 'eve', groups: ['marketer'] } })).status).toBe(400)
    expect((await client.get(`${again}&title=Volume%201`)).status).toBe(400)
  })
})

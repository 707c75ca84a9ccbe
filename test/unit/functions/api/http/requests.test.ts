import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apiClient } from '#test/support/api/api-client.ts'
import { createShelf, shelfRoutes } from '#test/support/api/shelf-routes.ts'

const shelf = createShelf(['Ulysses'])
const client = apiClient({
  routes: shelfRoutes,
  dependencies: shelf,
  caller: { name: 'mara', groups: ['marketer'] },
})

const paths = (answer: { readonly body: { problems?: { path: string; code: string }[] } }) =>
  (answer.body.problems ?? []).map(({ path, code }) => `${path}: ${code}`)

describe('what a request says', () => {
  it.each([
    [{}, ['title: wrong-type']],
    [{ title: 7 }, ['title: wrong-type']],
    [{ title: '' }, ['title: out-of-bounds']],
    [{ title: 'x'.repeat(21) }, ['title: out-of-bounds']],
    [{ title: 'Emma', tags: [{ name: 'old' }, { name: 'secret-value' }] }, ['tags.1.name: unknown-option']],
    [{ title: 'Emma', author: 'secret-value' }, ['author: unknown-key']],
    [[], [': wrong-type']],
    ['null', [': wrong-type']],
  ])('%j is refused with the path of what is wrong', async (body, expected) => {
    const answer = await client.post('/v1/books', { body })
    expect(answer.status).toBe(400)
    expect(paths(answer)).toEqual(expected)
    expect(JSON.stringify(answer.body)).not.toContain('secret-value')
  })

  it('names parameters of the address and of the query by their places', async () => {
    expect(paths(await client.get('/v1/books/NOT-AN-ID'))).toEqual(['path.bookId: wrong-format'])
    expect(paths(await client.get('/v1/books?title=a&title=b'))).toEqual(['query.title: wrong-type'])
  })

  it('never quotes a value', async () => {
    const marked = fc
      .jsonValue({ maxDepth: 4 })
      .map((value) =>
        JSON.parse(JSON.stringify(value), (_key, each) =>
          typeof each === 'string' ? `Novák-${each}` : each,
        ),
      )
    await fc.assert(
      fc.asyncProperty(marked, async (body) => {
        const answer = await client.post('/v1/books', { body: JSON.stringify({ title: body, tags: body }) })
        fc.pre(answer.status !== 201)
        expect(answer.status).toBe(400)
        expect(JSON.stringify(answer.body)).not.toContain('Novák')
      }),
      { numRuns: 200 },
    )
  })

  const nested = (depth: number) => `{"title":${'['.repeat(depth)}${']'.repeat(depth)}}`
  it.each([
    ['no body', undefined, {}, 400, 'no-body'],
    ['no JSON', '{"title":', {}, 400, 'no-json'],
    ['a form', 'title=Emma', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'no-json'],
    ['JSON as text', '{"title":"Emma"}', { 'content-type': 'text/plain' }, 415, 'no-json'],
    [
      'another charset',
      '{"title":"Emma"}',
      { 'content-type': 'application/json; charset=latin1' },
      415,
      'no-json',
    ],
    ['too large', `{"title":"${'x'.repeat(256 * 1024)}"}`, {}, 413, 'too-large'],
    ['too deep', nested(40), {}, 400, 'too-deep'],
    ['so deep that a recursion would end', nested(100_000), {}, 400, 'too-deep'],
    ['a number beyond what is kept', '{"title":1e400}', {}, 400, 'number-out-of-range'],
    ['an integer beyond what is exact', '{"title":9007199254740993}', {}, 400, 'number-out-of-range'],
    ['a number too small', '{"title":1e-200}', {}, 400, 'number-out-of-range'],
    ['half a surrogate pair', '{"title":"\\ud800"}', {}, 400, 'broken-text'],
    ['an empty key', '{"":1}', {}, 400, 'bad-key'],
    ['a reserved key', '{"__proto__":{"title":"Emma"}}', {}, 400, 'bad-key'],
  ] as const)('%s is refused', async (_what, body, headers, status, code) => {
    const answer = await client.post('/v1/books', { ...(body === undefined ? {} : { body }), headers })
    expect(answer).toMatchObject({ status, body: { status, code } })
  })

  it('takes JSON however its type is written', async () => {
    for (const type of [
      'application/json',
      'Application/JSON;charset=UTF-8',
      'application/json; charset="utf-8"',
    ])
      expect(
        (await client.post('/v1/books', { body: { title: 'Emma' }, headers: { 'content-type': type } }))
          .status,
      ).toBe(201)
  })
})

describe('a change names the revision it was made on', () => {
  const change = (ifMatch?: string) =>
    client.put('/v1/books/b000', {
      body: { title: 'Dubliners' },
      headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
    })

  it.each([
    [undefined, 428],
    ['*', 400],
    ['1', 400],
    ['W/"1"', 400],
    ['"1", "2"', 400],
    ['""', 400],
    ['"2"', 412],
  ])('%s: %i', async (ifMatch, status) => {
    const before = shelf.writes
    expect((await change(ifMatch)).status).toBe(status)
    expect(shelf.writes).toBe(before)
  })

  it('the ETag that was read is the one to send, and is used up by the change', async () => {
    const etag = (await client.get('/v1/books/b000')).headers.get('etag') ?? ''
    expect((await change(etag)).status).toBe(204)
    expect((await change(etag)).status).toBe(412)
    expect((await client.get('/v1/books/b000')).headers.get('etag')).not.toBe(etag)
  })
})

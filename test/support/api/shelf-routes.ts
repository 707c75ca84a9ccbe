import * as z from 'zod/mini'
import { pageSchema } from '#functions/api/http/paging.ts'
import { defineRoute, routesOf } from '#functions/api/http/route.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

/** A shelf of books: as much of an area as the kit's own tests need. */
export interface Shelf {
  readonly books: Map<string, { title: string; revision: number }>
  /** Thrown by the next write. */
  failure?: unknown
  /** How often something was written. */
  writes: number
}

export const createShelf = (titles: readonly string[] = []): Shelf => ({
  books: new Map(
    titles.map((title, index) => [`b${String(index).padStart(3, '0')}`, { title, revision: 1 }]),
  ),
  writes: 0,
})

const bookSchema = z.strictObject({ id: z.string(), title: z.string() })
const bookBody = z.strictObject({
  title: z.string().check(z.minLength(1), z.maxLength(20)),
  tags: z.optional(z.array(z.strictObject({ name: z.enum(['old', 'new']) }))),
})
const bookId = z.object({ bookId: z.string().check(z.regex(/^[a-z0-9]{2,8}$/)) })

const write = (shelf: Shelf, id: string, title: string, revision: number): void => {
  if (shelf.failure !== undefined) throw shelf.failure
  shelf.writes++
  shelf.books.set(id, { title, revision })
}

const listBooks = defineRoute({
  method: 'get',
  path: '/v1/books',
  operationId: 'listBooks',
  tag: 'books',
  summary: 'All books',
  roles: ['marketer', 'admin'],
  request: { query: z.object({ title: z.optional(z.string()) }), paged: true },
  responses: { 200: { description: 'Books', schema: pageSchema(bookSchema) } },
  handle: async ({ page: { limit, after = '' }, query }, shelf: Shelf) => {
    const all = [...shelf.books]
      .filter(([id, { title }]) => id > after && (query.title === undefined || title === query.title))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, { title }]) => ({ id, title }))
    const items = all.slice(0, limit)
    return { status: 200, body: { items, next: all.length > limit ? items.at(-1)?.id : undefined } }
  },
})

const addBook = defineRoute({
  method: 'post',
  path: '/v1/books',
  operationId: 'addBook',
  tag: 'books',
  summary: 'One more book',
  roles: ['marketer'],
  request: { body: bookBody },
  responses: { 201: { description: 'Added', schema: bookSchema, etag: true } },
  handle: async ({ body: { title } }, shelf: Shelf) => {
    const id = `b${String(shelf.books.size).padStart(3, '0')}`
    write(shelf, id, title, 1)
    return { status: 201, body: { id, title }, etag: '1' }
  },
})

const countBooks = defineRoute({
  method: 'get',
  path: '/v1/books/count',
  operationId: 'countBooks',
  tag: 'books',
  summary: 'How many there are',
  roles: [],
  request: {},
  responses: { 200: { description: 'A number', schema: z.int() } },
  handle: async (_input, { books }: Shelf) => ({ status: 200, body: books.size }),
})

const getBook = defineRoute({
  method: 'get',
  path: '/v1/books/{bookId}',
  operationId: 'getBook',
  tag: 'books',
  summary: 'One book',
  roles: ['marketer', 'admin'],
  request: { params: bookId },
  responses: { 200: { description: 'A book', schema: bookSchema, etag: true }, 404: 'No such book' },
  handle: async ({ params }, { books }: Shelf) => {
    const book = books.get(params.bookId)
    if (book === undefined) throw new Refusal('not-found', 'no-such-book', 'There is no such book')
    return { status: 200, body: { id: params.bookId, title: book.title }, etag: String(book.revision) }
  },
})

const changeBook = defineRoute({
  method: 'put',
  path: '/v1/books/{bookId}',
  operationId: 'changeBook',
  tag: 'books',
  summary: 'Another title',
  roles: ['marketer'],
  request: { params: bookId, body: bookBody, ifMatch: 'required' },
  responses: { 204: { description: 'Changed' }, 404: 'No such book' },
  handle: async ({ params, body, ifMatch }, shelf: Shelf) => {
    const revision = shelf.books.get(params.bookId)?.revision ?? 0
    if (String(revision) !== ifMatch) throw new Refusal('changed', 'book-changed', 'Read it again')
    write(shelf, params.bookId, body.title, revision + 1)
    return { status: 204 }
  },
})

export const shelfRoutes = routesOf<Shelf>([getBook, changeBook, listBooks, addBook, countBooks])

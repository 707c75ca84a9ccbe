import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { ProblemError } from '#functions/api/http/problem.ts'

/** Where a list goes on. */
export interface Page {
  /** At most so many items. */
  readonly limit: number
  /** The position that the page before ended at: what its handler answered as `next`. */
  readonly after?: string
}

export const MOST_ITEMS = 100
const USUAL_ITEMS = 50

/** In characters; DynamoDB's sort keys have at most 1 KB. */
const LONGEST_POSITION = 1_024

/** What a paged route answers. In `next` the handler gives a position; the kit hands out a cursor instead. */
export const pageSchema = <Item extends z.ZodMiniType>(item: Item) =>
  z.strictObject({ items: z.array(item), next: z.optional(z.string()) })

/** What a cursor is good for: one list, and for the one who asked for it. */
export interface CursorScope {
  readonly operationId: string
  /** With its parameters filled in. */
  readonly path: string
  /** Without `limit` and `cursor`. */
  readonly query: readonly (readonly [name: string, value: string])[]
  readonly userId: string
}

/** 96 bits: a mark against mistakes and mix-ups, not a secret (see `cursorOf`). */
const markOf = ({ operationId, path, query, userId }: CursorScope, position: string): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([operationId, path, query.map(([...pair]) => pair).sort(), userId, position]))
    .digest()
    .subarray(0, 12)

/**
 * An opaque cursor. It holds a position within the list and nothing of where the list stands: partition, filter and
 * scope are derived from the request and its token each time. A forged one could at best begin elsewhere in a list that
 * its caller may read anyway, so it needs no signature and no key to keep.
 */
export const cursorOf = (scope: CursorScope, position: string): string =>
  Buffer.concat([markOf(scope, position), Buffer.from(position)]).toString('base64url')

const positionIn = (scope: CursorScope, cursor: string): string | undefined => {
  if (!/^[\w-]{17,1400}$/.test(cursor)) return undefined
  const bytes = Buffer.from(cursor, 'base64url')
  const position = bytes.subarray(12).toString('utf8')
  const fits = position.length > 0 && position.length <= LONGEST_POSITION
  return fits && cursorOf(scope, position) === cursor ? position : undefined
}

const wrong = (path: string, code: string, message: string): ProblemError =>
  new ProblemError(400, 'invalid-request', 'The request is not what this route expects', {
    problems: [{ path, code, message }],
  })

/**
 * @param given `limit` and `cursor` as they stand in the address
 * @throws ProblemError 400 where they are no number from 1 to 100, or no cursor of this very list
 */
export const readPage = (
  scope: CursorScope,
  given: { readonly limit?: string | undefined; readonly cursor?: string | undefined },
): Page => {
  const limit =
    given.limit === undefined ? USUAL_ITEMS : /^\d{1,3}$/.test(given.limit) ? Number(given.limit) : 0
  if (limit < 1 || limit > MOST_ITEMS)
    throw wrong('query.limit', 'out-of-bounds', `must be a whole number from 1 to ${MOST_ITEMS}`)
  if (given.cursor === undefined) return { limit }
  const after = positionIn(scope, given.cursor)
  if (after === undefined)
    throw wrong('query.cursor', 'wrong-cursor', 'is no cursor that this list has given to you')
  return { limit, after }
}

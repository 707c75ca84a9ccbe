import * as z from 'zod/mini'
import { problemsOf } from '#functions/api/http/issue-words.ts'
import { type CursorScope, type Page, readPage } from '#functions/api/http/paging.ts'
import { ProblemError } from '#functions/api/http/problem.ts'
import { readJson } from '#functions/api/http/read-body.ts'
import type { Route } from '#functions/api/http/route.ts'

/** What a request says, in the shapes of its route. */
export interface ReadRequest {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly ifMatch: string
  readonly page: Page
  readonly scope: CursorScope
}

export interface GivenRequest {
  readonly request: Request
  /** Of the address, decoded. */
  readonly params: Readonly<Record<string, string>>
  readonly userId: string
}

/** @param place what the paths begin with: the body's own paths with nothing */
const parseWith = (schema: z.ZodMiniType | undefined, given: unknown, place: readonly string[]): unknown => {
  if (schema === undefined) return undefined
  const parsed = z.safeParse(schema, given)
  if (parsed.success) return parsed.data
  throw new ProblemError(400, 'invalid-request', 'The request is not what this route expects', {
    problems: problemsOf(parsed.error.issues, place),
  })
}

/** A name that is there twice becomes a list, which no schema of a query takes. */
const queryOf = (search: URLSearchParams): Record<string, string | string[]> =>
  Object.fromEntries(
    [...new Set(search.keys())].map((name) => {
      const all = search.getAll(name)
      return [name, all.length === 1 ? (all[0] ?? '') : all]
    }),
  )

/** Exactly one strong tag (RFC 9110, 8.8.3 and 13.1.1): `*` would be a change of what one has not looked at. */
const revisionOf = (ifMatch: string | null): string => {
  if (ifMatch === null)
    throw new ProblemError(
      428,
      'no-revision',
      'Say which revision you change: If-Match with the ETag you have read',
    )
  const revision = /^"([\x21\x23-\x7e]{1,200})"$/.exec(ifMatch.trim())?.[1]
  if (revision === undefined)
    throw new ProblemError(
      400,
      'bad-if-match',
      'If-Match must be the one ETag that you have read, with its quotes',
    )
  return revision
}

const pageOf = (scope: CursorScope, { limit, cursor }: Readonly<Record<string, string | string[]>>): Page =>
  readPage(scope, { limit: limit && String(limit), cursor: cursor && String(cursor) })

/**
 * Reads and checks everything that a request says.
 * @throws ProblemError naming each thing that is wrong by its path, never by its value
 */
export const readRequest = async (
  { operationId, request: shape }: Pick<Route<never>, 'operationId' | 'request'>,
  { request, params, userId }: GivenRequest,
): Promise<ReadRequest> => {
  const url = new URL(request.url)
  const given = queryOf(url.searchParams)
  const { limit: _limit, cursor: _cursor, ...rest } = given
  const query = shape.paged ? rest : given
  const pairs = [...url.searchParams].filter(([name]) => name in query)
  const scope = { operationId, path: url.pathname, query: pairs, userId }
  return {
    params: parseWith(shape.params, params, ['path']),
    query: parseWith(shape.query, query, ['query']),
    page: pageOf(scope, shape.paged ? given : {}),
    ifMatch: shape.ifMatch === 'required' ? revisionOf(request.headers.get('if-match')) : '',
    body: shape.body === undefined ? undefined : parseWith(shape.body, await readJson(request), []),
    scope,
  }
}

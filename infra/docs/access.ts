import type { Route } from '#functions/api/http/route.ts'
import { generatedNote, inlineCode, table } from '#infra/docs/markdown.ts'
import { roles } from '#shared/domain/access/caller.ts'

const MAY = 'yes'
const EVERYBODY = 'without a token'

const rowOf = ({ method, path, roles: allowed, reads }: Route<never>): string[] => [
  inlineCode(`${method.toUpperCase()} ${path}`),
  ...roles.map((role) => (allowed.length === 0 ? EVERYBODY : allowed.includes(role) ? MAY : '')),
  reads === 'pii' ? 'every read' : '',
]

const byPath = (a: Route<never>, b: Route<never>): number =>
  a.path === b.path ? a.method.localeCompare(b.method) : a.path < b.path ? -1 : 1

/** `docs/access.md`: which of the bank's people may do what. The matrix test reads it, and asks every route as everybody. */
export const accessTable = (routes: readonly Route<never>[]): string => `${generatedNote(
  'the routes in functions/api/routes/',
)}
# Who may do what

A person may do what any of their groups may; a token without one of these groups may do nothing (403), and no token is
401. Beyond the table: nobody approves what they have written themselves (RULES 16), and relationship managers see the
customers of their own, heads of branches those of their branch; anybody else's is answered as if it did not exist (404).

${table(['route', ...roles, 'in the audit table'], routes.toSorted(byPath).map(rowOf))}

Every change is in the audit table, written in the same transaction. A person may send themselves five test messages within a
minute of the clock; the next one is 429, and \`Retry-After\` says when there is room again.
`

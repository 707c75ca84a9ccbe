import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { roles } from '#shared/domain/access/caller.ts'
import { type AccessRow, readAccessTable } from '#test/support/api/access-table.ts'
import { type Operation, readApiDocument } from '#test/support/api/document.ts'
import { valuesOf } from '#test/support/api/schema-arbitrary.ts'
import { type Engine, startEngine } from '#test/support/local-cloud/engine.ts'
import { falseTokens } from '#test/support/local-cloud/false-tokens.ts'
import { badTokens, bearer, tokenFor } from '#test/support/local-cloud/tokens.ts'

const TABLES = [
  'CampaignsTable',
  'CustomersTable',
  'ContactsTable',
  'JournalTable',
  'AuditTable',
  'ParkedTable',
]

const table = readAccessTable()
const { operations, schemas } = readApiDocument()
const nameOf = ({ method, path }: Pick<AccessRow, 'method' | 'path'>): string => `${method} ${path}`

let engine: Engine
const tokens = new Map<string, string>()

beforeAll(async () => {
  engine = await startEngine({ clock: 'wall' })
  for (const role of roles) tokens.set(role, await tokenFor(engine.cloud, role))
  tokens.set('nobody', await tokenFor(engine.cloud, [], { username: 'new-here' }))
})
afterAll(() => engine?.stop())

const sample = (operation: Operation, place: 'path' | 'query' | 'header'): readonly [string, string][] =>
  operation.parameters
    .filter((parameter) => parameter.in === place && parameter.required)
    .map(({ name, schema }) => [
      name,
      String(fc.sample(valuesOf(schema, schemas), { numRuns: 1, seed: 7 })[0]),
    ])

/** A request of the right shape, the same in each run, so that only the token decides whether it gets in. */
const ask = async (row: AccessRow, headers: Readonly<Record<string, string>>): Promise<number> => {
  const operation = operations.find((each) => nameOf(each) === nameOf(row))
  if (operation === undefined) throw new Error(`${nameOf(row)} is not in openapi.json`)
  const filled = sample(operation, 'path').reduce(
    (path, [name, value]) => path.replace(`{${name}}`, encodeURIComponent(value)),
    row.path,
  )
  const query = new URLSearchParams(Object.fromEntries(sample(operation, 'query')))
  const body = operation.body && fc.sample(valuesOf(operation.body, schemas), { numRuns: 1, seed: 7 })[0]
  const answer = await fetch(`${engine.cloud.outputs.ApiUrl}${filled}${query.size > 0 ? `?${query}` : ''}`, {
    method: row.method,
    headers: {
      ...Object.fromEntries(sample(operation, 'header')),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  await answer.arrayBuffer()
  return answer.status
}

const as = (who: string) => bearer(tokens.get(who) ?? '')

const snapshot = async () =>
  Object.fromEntries(await Promise.all(TABLES.map(async (name) => [name, await engine.items(name)])))

/** What came of each request, beside what the table says of it, so that a difference shows every route it is in. */
const refused = async (
  rows: readonly AccessRow[],
  who: (row: AccessRow) => readonly (readonly [name: string, headers: Readonly<Record<string, string>>])[],
): Promise<Record<string, number>> => {
  const came: Record<string, number> = {}
  for (const row of rows)
    for (const [name, headers] of who(row)) came[`${nameOf(row)} as ${name}`] = await ask(row, headers)
  return came
}

const every = (came: Readonly<Record<string, number>>, status: number) =>
  Object.fromEntries(Object.keys(came).map((key) => [key, status]))

describe('docs/access.md and the API over HTTP', () => {
  it('speak of the same routes', () => {
    expect(table.map(nameOf).sort()).toEqual(operations.map(nameOf).sort())
    expect(table.length).toBeGreaterThan(2)
  })

  it('refuse the same roles, and a token without one, and nothing changes', async () => {
    const before = await snapshot()
    const came = await refused(table, ({ may, withoutToken }) =>
      withoutToken
        ? []
        : [...roles.filter((role) => !may[role]), 'nobody'].map((role) => [role, as(role)] as const),
    )
    expect(came).toEqual(every(came, 403))
    expect(Object.keys(came).length).toBeGreaterThanOrEqual(table.length - 1)
    expect(await snapshot()).toEqual(before)
  })

  it('refuse who has no token, or one that is not to be believed, and nothing changes', async () => {
    const before = await snapshot()
    const roleOf = ({ may }: AccessRow) => roles.find((role) => may[role]) ?? 'admin'
    const bad = new Map<string, Readonly<Record<string, string>>>()
    for (const role of roles) {
      const made = Object.entries(badTokens).map(async ([what, make]) => [
        what,
        await make(engine.cloud, role),
      ])
      bad.set(role, { ...Object.fromEntries(await Promise.all(made)), ...(await falseTokens(engine, role)) })
    }
    const came = await refused(
      table.filter(({ withoutToken }) => !withoutToken),
      (row) => [
        ['nobody at all', {}],
        ...Object.entries(bad.get(roleOf(row)) ?? {}).map(([what, token]) => [what, bearer(token)] as const),
      ],
    )
    expect(came).toEqual(every(came, 401))
    expect(await snapshot()).toEqual(before)
  })

  it('let the same roles in', async () => {
    const came = await refused(table, ({ may, withoutToken }) =>
      withoutToken
        ? [['nobody at all', {}]]
        : roles.filter((role) => may[role]).map((role) => [role, as(role)] as const),
    )
    const kept = Object.entries(came).filter(([, status]) => [401, 403].includes(status) || status >= 500)
    expect(kept).toEqual([])
  })
})

import { readdir } from 'node:fs/promises'
import { generatedNote, inlineCode, table } from '#infra/docs/markdown.ts'
import type { TableDefinition, TableIndex } from '#shared/tables/table.ts'

const folder = new URL('../../shared/tables/', import.meta.url)

const isTable = (value: unknown): value is TableDefinition =>
  typeof value === 'object' && value !== null && 'accessPatterns' in value && 'partitionKey' in value

/** Every table definition that stands in shared/tables/, by name. */
const allTables = async (): Promise<TableDefinition[]> => {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts'))
  const modules = await Promise.all(files.map((file): Promise<object> => import(new URL(file, folder).href)))
  const tables = modules.flatMap((module) => Object.values(module).filter(isTable))
  return tables.sort((a, b) => a.name.localeCompare(b.name))
}

const keysOf = ({
  partitionKey,
  sortKey,
}: {
  readonly partitionKey: string
  readonly sortKey?: string
}): string =>
  [partitionKey, sortKey].flatMap((key) => (key === undefined ? [] : [inlineCode(key)])).join(' + ')

const indexesOf = (indexes: Readonly<Record<string, TableIndex>>): string => {
  const rows = Object.entries(indexes).map(([name, index]) => [
    inlineCode(name),
    keysOf(index),
    index.projects.map(inlineCode).join(', ') || 'keys only',
  ])
  return rows.length === 0 ? 'No indexes.' : table(['index', 'keys', 'projects'], rows)
}

const encryptions: Readonly<Record<TableDefinition['encryption'], string>> = {
  'aws-managed': 'by a key that AWS manages',
  'customer-managed': 'by a KMS key of its own',
}

const section = (one: TableDefinition): string => `## ${one.name}

Holds ${one.holds}.

- Keys: ${keysOf(one)}
- Expires by: ${one.timeToLive === undefined ? 'never' : inlineCode(one.timeToLive)}
- Encrypted: ${encryptions[one.encryption]}

${indexesOf(one.indexes)}

${table(
  ['to', 'do'],
  one.accessPatterns.map(({ need, how }) => [need, how]),
)}`

/** What `shared/tables/README.md` says, all of it from the definitions. */
export const tableCatalogue =
  async (): Promise<string> => `${generatedNote('the definitions in shared/tables/')}
# Tables

One per consistency and privacy boundary. CDK builds them from the same definitions.

${(await allTables()).map(section).join('\n\n')}
`

import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { auditTable } from '#shared/tables/audit.ts'
import { campaignsTable, IDEMPOTENCY_COLLECTION } from '#shared/tables/campaigns.ts'
import { contactsTable } from '#shared/tables/contacts.ts'
import { customersTable } from '#shared/tables/customers.ts'
import { journalTable } from '#shared/tables/journal.ts'
import type { TableDefinition } from '#shared/tables/table.ts'
import type { Engine, Item } from '#test/support/local-cloud/engine.ts'

const TABLES: Readonly<Record<string, TableDefinition>> = {
  CampaignsTable: campaignsTable,
  CustomersTable: customersTable,
  ContactsTable: contactsTable,
  JournalTable: journalTable,
  AuditTable: auditTable,
}

/** What a refused request may leave: that it was asked, and nothing else. */
const isTrace = (output: string, { collection }: Item): boolean =>
  output === 'AuditTable' || collection === IDEMPOTENCY_COLLECTION

/** The database gives keys in any order, and sets as sets. */
const canonical = (_key: string, value: unknown): unknown => {
  if (value instanceof Set) return [...value].sort()
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** By table and key, as text, so that two looks compare. */
export type Kept = ReadonlyMap<string, string>

/** Everything that the API can change, without traces. */
export const lookAt = async ({ items }: Engine): Promise<Kept> => {
  const all = await Promise.all(
    Object.keys(TABLES)
      .filter((output) => output !== 'AuditTable')
      .map(async (output) => {
        const kept = [...(await items(output))].filter(([, item]) => !isTrace(output, item))
        return kept.map(([key, item]) => [`${output} ${key}`, JSON.stringify(item, canonical)] as const)
      }),
  )
  return new Map(all.flat())
}

/** Keys of what is not the same in both. */
export const differences = (before: Kept, after: Kept): string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key))

/** @returns puts everything back as it is now */
export const keepTables = async (engine: Engine): Promise<() => Promise<void>> => {
  const { items, documentClient, name } = engine
  const kept = await Promise.all(
    Object.keys(TABLES).map(async (output) => [output, await items(output)] as const),
  )
  return async () => {
    for (const [output, before] of kept) {
      const TableName = name(output)
      const { partitionKey, sortKey } = TABLES[output] ?? campaignsTable
      for (const [key, item] of await items(output)) {
        if (before.has(key)) continue
        const Key = Object.fromEntries(
          [partitionKey, ...[sortKey ?? []].flat()].map((each) => [each, item[each]]),
        )
        await documentClient.send(new DeleteCommand({ TableName, Key }))
      }
      for (const Item of before.values()) await documentClient.send(new PutCommand({ TableName, Item }))
    }
  }
}

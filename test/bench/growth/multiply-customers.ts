import { createHash } from 'node:crypto'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { calendarShard } from '#shared/tables/customers.ts'
import { customerIdOf } from '#test/bench/mix/customers.ts'

/** A row of a table in Dynoxide's file (1.2.1, which is pinned): keys with their type before them, items as their JSON. */
interface Row {
  readonly pk: string
  readonly sk: string
  readonly item_json: string
  readonly item_size: number
}

/** A row of an index; `gsi_pk` is the calendar's key. */
interface IndexRow {
  readonly gsi_pk: string
  readonly table_pk: string
  readonly table_sk: string
  readonly item_json: string
}

export interface Tables {
  readonly customers: string
  readonly contacts: string
}

/** What Dynoxide orders a scan by, as DynamoDB's emulators do. */
export const scanPlace = (key: string): string =>
  createHash('md5').update(`Outliers${key}`).digest('hex').slice(0, 6)

const keyText = (customerId: string): string => `S:${customerId}`

const rowsByCustomer = <T>(rows: readonly T[], of: (row: T) => string): ReadonlyMap<string, readonly T[]> =>
  Map.groupBy(rows, of)

/** Fills one table, and its calendar where it has one, with copies of its rows for other customers. */
const multiplyTable = (database: DatabaseSync, table: string, from: number, to: number): void => {
  const index = `${table}::gsi::byCalendar`
  const hasIndex = database.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').get(index) !== undefined
  const all = (name: string): unknown[] => database.prepare(`SELECT * FROM "${name}"`).all()
  const rows = rowsByCustomer(all(table) as Row[], ({ pk }) => pk)
  const indexRows = rowsByCustomer((hasIndex ? all(index) : []) as IndexRow[], ({ table_pk }) => table_pk)
  const insert = database.prepare(
    `INSERT INTO "${table}" (pk, sk, item_json, item_size, hash_prefix) VALUES (?, ?, ?, ?, ?)`,
  )
  const insertIndex = hasIndex
    ? database.prepare(`INSERT INTO "${index}" (gsi_pk, table_pk, table_sk, item_json) VALUES (?, ?, ?, ?)`)
    : undefined
  for (let number = from; number < to; number++) {
    const [pattern, customerId] = [customerIdOf(number % from), customerIdOf(number)]
    const shard = `#${calendarShard(customerId)}`
    const ofCustomer = (text: string): string => text.replaceAll(pattern, customerId)
    const onCalendar = (text: string): string => text.replace(/(birthday#\d\d-\d\d)#\d+/, `$1${shard}`)
    const pk = keyText(customerId)
    for (const row of rows.get(keyText(pattern)) ?? [])
      insert.run(pk, row.sk, onCalendar(ofCustomer(row.item_json)), row.item_size, scanPlace(customerId))
    for (const row of indexRows.get(keyText(pattern)) ?? [])
      insertIndex?.run(onCalendar(row.gsi_pk), pk, row.table_sk, onCalendar(ofCustomer(row.item_json)))
  }
}

/**
 * Makes a bank large: each customer there is stands for as many others, with ids of their own. Written into the local
 * database's file, while nobody has it open: through the database it would take minutes for a million.
 * @param from how many customers there are
 * @param to how many there are to be
 */
export const multiplyCustomers = (dataDirectory: string, tables: Tables, from: number, to: number): void => {
  const database = new DatabaseSync(path.join(dataDirectory, 'dynamodb.sqlite'))
  try {
    // A run that dies leaves a directory that nobody uses again: nothing needs to be safe.
    database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; BEGIN')
    for (const table of [tables.customers, tables.contacts]) multiplyTable(database, table, from, to)
    database.exec('COMMIT; PRAGMA journal_mode = WAL')
  } finally {
    database.close()
  }
}

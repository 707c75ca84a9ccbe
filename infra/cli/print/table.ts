import Table from 'cli-table3'
import { printable } from '#infra/local/commands/redrive/print.ts'
import { say } from '#infra/local/commands/terminal.ts'

const LONGEST = 200

/** What came over the network may hold signs that move the cursor. */
export const safe = (text: unknown): string => (text === undefined ? '' : printable(String(text), LONGEST))

/** A table for people. Cells are printed as they are: what came from elsewhere goes through `safe` first. */
export const printTable = (head: readonly string[], rows: readonly (readonly string[])[]): void => {
  const table = new Table({ head: [...head], style: { head: [], border: [] } })
  for (const row of rows) table.push([...row])
  say(table.toString())
}

export const printJson = (value: unknown): void => say(JSON.stringify(value, null, 2))

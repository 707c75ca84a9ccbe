import { table } from '#infra/docs/markdown.ts'

/** What a decision record says of one count. */
export interface Decided {
  readonly count: string
  readonly bound: number
  readonly because: string
}

/** A table with this head in a record holds bounds; whatever else a record says is for people. */
const HEAD = ['count', 'bound', 'because'] as const

const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())

const isHead = (line: string): boolean => line.startsWith('|') && cellsOf(line).join() === HEAD.join()

const decidedBy = (line: string): Decided => {
  const [count = '', bound = '', because = ''] = cellsOf(line)
  return { count, bound: bound === '' ? Number.NaN : Number(bound), because }
}

/** First line of each table of bounds, and the line behind its last one. */
const places = (lines: readonly string[]): (readonly [number, number])[] =>
  lines.flatMap((line, start) => {
    if (!isHead(line)) return []
    const length = lines.slice(start).findIndex((each) => !each.startsWith('|'))
    return [[start, length < 0 ? lines.length : start + length] as const]
  })

/**
 * Every row of a record's tables of bounds, in their order: of several about one count the last one holds.
 * @param record Markdown
 */
export const decidedIn = (record: string): readonly Decided[] => {
  const lines = record.split('\n')
  return places(lines).flatMap(([start, end]) => lines.slice(start + 2, end).map(decidedBy))
}

const rendered = (rows: readonly Decided[]): string[] =>
  table(
    HEAD,
    rows.map(({ count, bound, because }) => [count, String(bound), because]),
  ).split('\n')

/** Changes the rows of one table, and leaves the rest of the record as it is. */
const withTable = (
  record: string,
  [start, end]: readonly [number, number],
  change: (rows: readonly Decided[]) => readonly Decided[],
): string => {
  const lines = record.split('\n')
  const rows = change(lines.slice(start + 2, end).map(decidedBy))
  return [...lines.slice(0, start), ...rendered(rows), ...lines.slice(end)].join('\n')
}

/** Writes another bound into the row that holds for a count. @returns the record */
export const withBound = (record: string, count: string, bound: number): string => {
  const lines = record.split('\n')
  const place = places(lines).findLast(([start, end]) =>
    lines.slice(start + 2, end).some((line) => decidedBy(line).count === count),
  )
  if (!place) return record
  return withTable(record, place, (rows) => {
    const holding = rows.findLastIndex((row) => row.count === count)
    return rows.map((row, index) => (index === holding ? { ...row, bound } : row))
  })
}

/** Adds a row to the record's first table of bounds. @throws Error where it has none */
export const withDecided = (record: string, decided: Decided): string => {
  const [place] = places(record.split('\n'))
  if (!place) throw new Error(`The record has no table with the head | ${HEAD.join(' | ')} |.`)
  return withTable(record, place, (rows) => [...rows, decided])
}

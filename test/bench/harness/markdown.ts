import type { BenchTable } from '#test/bench/harness/bench.ts'

/** A pipe would end a cell. */
const escaped = (cell: string): string => cell.replaceAll('|', '\\|')

/** A table of Markdown, padded so that it also reads well in a terminal; all but the first column to the right. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const cells = [head, ...rows].map((row) => row.map(escaped))
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (column === 0 ? (row[column] ?? '').padEnd(width) : (row[column] ?? '').padStart(width))).join(' | ')} |`
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`
  const [first = [], ...others] = cells
  return [line(first), rule, ...others.map(line)].join('\n')
}

export const tableOf = ({ head, rows }: BenchTable): string => table(head, rows)

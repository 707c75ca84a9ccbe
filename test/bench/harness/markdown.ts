/** A pipe would end a cell. */
const escaped = (cell: string): string => cell.replaceAll('|', '\\|')

/**
 * A table of Markdown, padded so that it also reads well in a terminal.
 * @param left how many columns, the first ones, are words; the others are figures, to the right
 */
export const table = (head: readonly string[], rows: readonly (readonly string[])[], left = 1): string => {
  const cells = [head, ...rows].map((row) => row.map(escaped))
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string => {
    const padded = widths.map((width, column) => {
      const cell = row[column] ?? ''
      return column < left ? cell.padEnd(width) : cell.padStart(width)
    })
    return `| ${padded.join(' | ')} |`
  }
  const rules = widths.map((width, column) =>
    column < left ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`,
  )
  const [first = [], ...others] = cells
  return [line(first), `|${rules.join('|')}|`, ...others.map(line)].join('\n')
}

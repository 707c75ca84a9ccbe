/** Cells of one row; a pipe would end a cell. */
const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`

/** A Markdown table. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

export const codeBlock = (language: string, text: string): string =>
  `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``

export const inlineCode = (text: string): string => `\`${text}\``

/** The first line of every generated file. */
export const generatedNote = (from: string): string =>
  `<!-- Generated from ${from} by \`npm run docs\`: change it there. -->`

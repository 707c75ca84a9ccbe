import { readFileSync } from 'node:fs'

/** One row of docs/access.md. */
export interface AccessRow {
  readonly method: string
  readonly path: string
  /** By role. */
  readonly may: Readonly<Record<string, boolean>>
  readonly withoutToken: boolean
}

const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())

/** The table in docs/access.md, as people read it. @throws Error for a cell that says neither yes nor no */
export const readAccessTable = (): readonly AccessRow[] => {
  const text = readFileSync(new URL('../../../docs/access.md', import.meta.url), 'utf8')
  const lines = text.split('\n').filter((line) => line.startsWith('|'))
  const [head = [], , ...rows] = lines.map(cellsOf)
  const roles = head.slice(1, -1)
  return rows.map(([route = '', ...cells]) => {
    const [method = '', path = ''] = route.replaceAll('`', '').split(' ')
    const answers = cells.slice(0, roles.length)
    const odd = answers.find((cell) => !['yes', '', 'without a token'].includes(cell))
    if (odd !== undefined) throw new Error(`docs/access.md says "${odd}" of ${route}`)
    return {
      method,
      path,
      may: Object.fromEntries(roles.map((role, index) => [role, answers[index] === 'yes'])),
      withoutToken: answers.every((cell) => cell === 'without a token'),
    }
  })
}

import Table from 'cli-table3'
import type { ReplaySummary } from '#infra/local/commands/replay/summary.ts'
import { colour, say } from '#infra/local/commands/terminal.ts'

const whole = new Intl.NumberFormat('en')
const exact = new Intl.NumberFormat('en', { maximumFractionDigits: 3 })

const section = (
  title: string,
  counts: Readonly<Record<string, number>>,
): (string | { content: string })[][] =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count], index) => [index === 0 ? colour.bold(title) : '', name, whole.format(count)])

/** The summary as a table that a person can read. */
export const printSummary = (summary: ReplaySummary): void => {
  const { events, signals, decisions, messages, tasks } = summary
  const table = new Table({
    head: ['', '', 'count'],
    colAligns: ['left', 'left', 'right'],
    style: { head: [], border: [] },
  })
  table.push(
    ...section('events', { ...events }),
    ...section('signals', signals),
    ...section('decisions', { total: decisions.total, won: decisions.won }),
    ...section('refused', decisions.refused),
    ...section('messages', messages),
    ...section('tasks', { opened: tasks }),
  )
  say(table.toString())
  say(
    `${whole.format(summary.writeUnits)} write units, ${whole.format(summary.readUnits)} read units; ` +
      `${exact.format(summary.writeUnitsPerQuietEvent)} write units a quiet event; ` +
      `${exact.format(summary.elapsedMs / 1000)} s`,
  )
}

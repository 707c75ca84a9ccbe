import { type Bench, type BenchResult, type Goal, isMet } from '#test/bench/harness/bench.ts'
import type { Machine } from '#test/bench/harness/machine.ts'
import type { Timing } from '#test/bench/harness/rounds.ts'

const nanoseconds = (value: number): string =>
  value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en')
const factor = (value: number): string => value.toFixed(value < 10 ? 2 : 0)
const rate = (value: number): string => Math.round(1e9 / value).toLocaleString('en')

const timingRows = (timings: readonly Timing[]): string[][] => {
  const first = timings[0]?.nanoseconds ?? Number.NaN
  return timings.map((timing) => [
    timing.name,
    timing.signals.toLocaleString('en'),
    nanoseconds(timing.nanoseconds),
    timing.range.map(nanoseconds).join(' to '),
    rate(timing.nanoseconds),
    factor(timing.nanoseconds / first),
  ])
}

const goalRows = (goals: readonly Goal[]): string[][] =>
  goals.map((goal) => [
    goal.name,
    `${goal.direction} ${goal.bound}`,
    factor(goal.value),
    isMet(goal) ? 'met' : 'MISSED',
  ])

const timingHead = [
  'engine',
  'signals',
  'ns a signal',
  'rounds from, to',
  'signals a core-second',
  'time, of the first',
]
const goalHead = ['goal', 'bound', 'measured', 'verdict']

/** A table of Markdown, padded so that it also reads well in a terminal. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`
  return [line(head), rule, ...rows.map(line)].join('\n')
}

const machineLine = ({ processor, cores, memoryGiB, load, node, versions }: Machine, date: string): string =>
  `${date}; ${processor}, ${cores} cores, ${memoryGiB} GiB, load ${load}; Node ${node}; ${Object.entries(
    versions,
  )
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}.`

/** @param date YYYY-MM-DD @returns Markdown */
export const report = (
  { title }: Pick<Bench, 'title'>,
  { notes, timings, tables = [], goals }: BenchResult,
  on: Machine,
  date: string,
): string =>
  [
    `## ${title}`,
    machineLine(on, date),
    notes.map((note) => `- ${note}`).join('\n'),
    ...(timings.length > 0 ? [table(timingHead, timingRows(timings))] : []),
    ...tables.map(({ head, rows }) => table(head, rows)),
    ...(goals.length > 0 ? [table(goalHead, goalRows(goals))] : []),
  ].join('\n\n')

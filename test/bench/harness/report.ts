import { type Goal, isMet } from '#test/bench/harness/bench.ts'
import { machineLine } from '#test/bench/harness/machine.ts'
import { table } from '#test/bench/harness/markdown.ts'
import type { Timing } from '#test/bench/harness/rounds.ts'
import type { BenchRun } from '#test/bench/harness/run.ts'

const nanoseconds = (value: number): string =>
  value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en')
const rate = (value: number): string => Math.round(1e9 / value).toLocaleString('en')

/** Three digits that say something: 1,549, 12.3, 0.97, 0.0042. */
export const figure = (value: number): string => {
  const size = Math.abs(value)
  if (size >= 100) return Math.round(value).toLocaleString('en')
  if (size >= 10) return value.toFixed(1)
  return size >= 0.1 || size === 0 ? value.toFixed(2) : value.toPrecision(2)
}

const timingRows = (timings: readonly Timing[]): string[][] => {
  const first = timings[0]?.nanoseconds ?? Number.NaN
  return timings.map((timing) => [
    timing.name,
    timing.signals.toLocaleString('en'),
    nanoseconds(timing.nanoseconds),
    timing.range.map(nanoseconds).join(' to '),
    rate(timing.nanoseconds),
    figure(timing.nanoseconds / first),
  ])
}

/** @param unit what a timing is of, in the singular */
const timingHead = (unit: string): readonly string[] => [
  'what',
  `${unit}s`,
  `ns ${/^[aeiou]/.test(unit) ? 'an' : 'a'} ${unit}`,
  'rounds from, to',
  `${unit}s a core-second`,
  'time, of the first',
]

export const goalHead = ['goal', 'bound', 'measured', 'verdict'] as const

export const goalRow = (goal: Goal): string[] => [
  goal.name,
  `${goal.direction} ${goal.bound.toLocaleString('en', { maximumFractionDigits: 20 })}`,
  figure(goal.value),
  isMet(goal) ? 'met' : 'MISSED',
]

/** One bench, for a terminal and for RESULTS.md. @returns Markdown */
export const report = (run: BenchRun): string => {
  const { title, date, machine, seconds, notes, timings, unit, tables, figures, goals, counts } = run
  return [
    `## ${title}`,
    `${date}; ${machineLine(machine)}; ${figure(seconds)} s.`,
    notes.map((note) => `- ${note}`).join('\n'),
    ...(timings.length > 0 ? [table(timingHead(unit ?? 'signal'), timingRows(timings))] : []),
    ...tables.map(({ head, rows }) => table(head, rows)),
    ...figures.map(({ file, alt }) => `![${alt}](${file})`),
    ...(counts.length > 0
      ? [
          table(
            ['count', 'counted'],
            counts.map(({ name, value }) => [name, figure(value)]),
          ),
        ]
      : []),
    ...(goals.length > 0 ? [table(goalHead, goals.map(goalRow))] : []),
  ].join('\n\n')
}

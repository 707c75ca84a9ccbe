import { type Goal, isMet } from '#test/bench/harness/bench.ts'
import { table } from '#test/bench/harness/markdown.ts'
import { goalHead, goalRow } from '#test/bench/harness/report.ts'
import type { BenchRun } from '#test/bench/harness/run.ts'

const verdict = (goals: readonly Goal[]): string => {
  const met = goals.filter(isMet).length
  return met === goals.length ? `All ${met} goals are met.` : `${met} of ${goals.length} goals are met.`
}

/** Every goal of every bench, in one table. @returns Markdown */
export const glance = (runs: readonly BenchRun[]): string => {
  const rows = runs.flatMap(({ title, goals }) => goals.map((goal) => [title, ...goalRow(goal)]))
  return `${verdict(runs.flatMap(({ goals }) => goals))}\n\n${table(['bench', ...goalHead], rows, 2)}`
}

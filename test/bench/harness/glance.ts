import { table } from '#test/bench/harness/markdown.ts'
import { goalHead, goalRow } from '#test/bench/harness/report.ts'
import type { BenchRun } from '#test/bench/harness/run.ts'

/** Every goal of every bench, in one table. @returns Markdown */
export const glance = (runs: readonly BenchRun[]): string => {
  const rows = runs.flatMap(({ title, goals }) => goals.map((goal) => [title, ...goalRow(goal)]))
  return table(['bench', ...goalHead], rows)
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { note, say } from '#infra/local/commands/terminal.ts'
import { type Budget, PROJECT_ROOT, readBudget, writeBudget } from '#test/bench/budget/budget.ts'
import { type Counted, problems, type Records } from '#test/bench/budget/compare.ts'
import { leastCounts } from '#test/bench/budget/least.ts'
import { ratchet } from '#test/bench/budget/ratchet.ts'
import type { Bench, BenchOptions } from '#test/bench/harness/bench.ts'
import { DEFAULT_SEED } from '#test/bench/harness/options.ts'

/** The records of this work tree. */
export const recordsOfProject: Records = (path) =>
  existsSync(`${PROJECT_ROOT}${path}`) ? readFileSync(`${PROJECT_ROOT}${path}`, 'utf8') : undefined

/** Runs the short form of every bench that the budget bounds, one after the other, always with the same seed; again where it was worse. */
export const countAll = async (
  budget: Budget,
  benches: Readonly<Record<string, Bench>>,
  options: Pick<BenchOptions, 'assembly' | 'progress'>,
): Promise<Counted> => {
  const counted: Record<string, Counted[string]> = {}
  for (const name of Object.keys(budget)) {
    const bench = benches[name]
    if (!bench) continue
    options.progress?.(bench.title)
    const run = async () => (await bench.run({ short: true, seed: DEFAULT_SEED, ...options })).counts ?? []
    counted[name] = await leastCounts(run, budget[name] ?? [])
  }
  return counted
}

/**
 * `npm run bench -- --budget`, and `--ratchet`.
 * @param options `ratchet`: whether bounds and their records are lowered to what was counted
 * @returns the exit code: 1 where a bound is not kept
 */
export const budgetCommand = async (
  benches: Readonly<Record<string, Bench>>,
  { ratchet: lower, assembly }: { readonly ratchet: boolean; readonly assembly: () => Promise<string> },
): Promise<number> => {
  const budget = readBudget()
  const counted = await countAll(budget, benches, { assembly, progress: note })
  if (lower) {
    const { budget: next, records, done } = ratchet(budget, counted, recordsOfProject)
    writeBudget(next)
    for (const [path, text] of Object.entries(records)) writeFileSync(`${PROJECT_ROOT}${path}`, text)
    for (const line of done) say(line)
  }
  const found = problems(readBudget(), counted, recordsOfProject)
  for (const problem of found) say(`✘ ${problem}`)
  if (found.length === 0) say(`✔ ${Object.values(counted).flat().length} counts are within their bounds`)
  return found.length === 0 ? 0 : 1
}

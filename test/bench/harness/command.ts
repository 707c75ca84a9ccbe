import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { note, say } from '#infra/local/commands/terminal.ts'
import { budgetCommand } from '#test/bench/budget/command.ts'
import { lazyAssembly } from '#test/bench/harness/assembly.ts'
import { type Bench, type BenchOptions, isMet } from '#test/bench/harness/bench.ts'
import { type CommandOptions, commandOptions, usage } from '#test/bench/harness/options.ts'
import { type BenchProgress, benchProgress } from '#test/bench/harness/progress.ts'
import { report } from '#test/bench/harness/report.ts'
import { saveRun } from '#test/bench/harness/results-file.ts'
import { type BenchRun, runBench } from '#test/bench/harness/run.ts'

/** Benches by their name on the command line, in the order of RESULTS.md. */
export type Benches = Readonly<Record<string, Bench>>

const secondsSince = (began: number): number => (performance.now() - began) / 1000

/** For programs: what was measured, and whether each goal is met. */
const withVerdicts = (runs: Readonly<Record<string, BenchRun>>, seconds: number): string => {
  const judged = Object.entries(runs).map(([name, run]) => [
    name,
    { ...run, goals: run.goals.map((goal) => ({ ...goal, met: isMet(goal) })) },
  ])
  return `${JSON.stringify({ seconds, benches: Object.fromEntries(judged) }, undefined, 2)}\n`
}

/** The README shows RESULTS.md's table. */
const updateReadme = (): void => {
  const generator = fileURLToPath(new URL('../../../infra/docs/generate.ts', import.meta.url))
  spawnSync(process.execPath, [generator], { stdio: ['ignore', 2, 2] })
}

const assemblyOf = ({ assembly }: CommandOptions): (() => Promise<string>) =>
  assembly === undefined ? lazyAssembly() : async () => assembly

/** @returns what one bench measured, printed and kept; nothing where it failed */
const runOne = async (
  name: string,
  benches: Benches,
  options: CommandOptions,
  given: Pick<BenchOptions, 'assembly' | 'progress'>,
): Promise<BenchRun | undefined> => {
  const { short, seed, write } = options
  try {
    const { run, drawn } = await runBench(benches[name] as Bench, { short, seed, ...given })
    if (write) saveRun({ name, run, drawn }, Object.keys(benches))
    return run
  } catch (error) {
    note(`${name} failed: ${(error as Error)?.stack ?? error}`)
    return undefined
  }
}

/** Runs one bench after the other; one that fails does not keep the others from theirs. */
const runAll = async (benches: Benches, options: CommandOptions, progress: BenchProgress) => {
  const assembly = assemblyOf(options)
  const runs: Record<string, BenchRun> = {}
  for (const name of options.names) {
    const title = benches[name]?.title ?? name
    const began = performance.now()
    progress.begin(title)
    const run = await runOne(name, benches, options, { assembly, progress: progress.step })
    progress.end(title, secondsSince(began))
    if (run) say(`${report(run)}\n`)
    if (run) runs[name] = run
  }
  return runs
}

/**
 * `npm run bench`.
 * @returns the exit code: 1 where a goal is missed, a bench failed or a bound is not kept
 * @throws UsageError
 */
export const benchCommand = async (given: readonly string[], benches: Benches): Promise<number> => {
  const options = commandOptions(given, Object.keys(benches))
  if (options.help) {
    say(usage(Object.keys(benches)))
    return 0
  }
  if (options.budget)
    return budgetCommand(benches, { ratchet: options.ratchet, assembly: assemblyOf(options) })
  const began = performance.now()
  const progress = benchProgress(options.names.length)
  const runs = await runAll(benches, options, progress)
  progress.stop(secondsSince(began))
  if (options.json !== undefined) writeFileSync(options.json, withVerdicts(runs, secondsSince(began)))
  if (options.write) updateReadme()
  const all = options.names.every((name) => runs[name] !== undefined)
  return all && Object.values(runs).every(({ goals }) => goals.every(isMet)) ? 0 : 1
}

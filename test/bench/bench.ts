import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { coldStart } from '#test/bench/cold-start/cold-start.ts'
import { decisions } from '#test/bench/decisions/decisions.ts'
import { type Bench, type BenchResult, isMet } from '#test/bench/harness/bench.ts'
import { machine } from '#test/bench/harness/machine.ts'
import { commandOptions, USAGE } from '#test/bench/harness/options.ts'
import { report } from '#test/bench/harness/report.ts'
import { withSection } from '#test/bench/harness/results-file.ts'
import { matching } from '#test/bench/matching/matching.ts'

/** By the name on the command line. */
const benches: Readonly<Record<string, Bench>> = {
  matching,
  decisions,
  'cold-start': coldStart,
}

const RESULTS = new URL('RESULTS.md', import.meta.url)

const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

const saveSection = (section: string): void =>
  writeFileSync(RESULTS, withSection(existsSync(RESULTS) ? readFileSync(RESULTS, 'utf8') : '', section))

const main = async (): Promise<void> => {
  const { names, json, write, ...options } = commandOptions(process.argv.slice(2), Object.keys(benches))
  const results: Record<string, BenchResult> = {}
  for (const name of names) {
    const bench = benches[name] as Bench
    const on = machine(bench.packages)
    const result = await bench.run(options)
    const section = report(bench, result, on, new Date().toISOString().slice(0, 10))
    say(`${section}\n`)
    if (write) saveSection(section)
    results[name] = result
  }
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(results, undefined, 2)}\n`)
  if (Object.values(results).some(({ goals }) => !goals.every(isMet))) process.exitCode = 1
}

try {
  await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n${USAGE}\n`)
  process.exitCode = 1
}

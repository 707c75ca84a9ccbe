import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod/mini'
import { formatted } from '#infra/docs/format.ts'
import type { Figure } from '#test/bench/harness/bench.ts'
import { glance } from '#test/bench/harness/glance.ts'
import { report } from '#test/bench/harness/report.ts'
import { type BenchRun, runSchema } from '#test/bench/harness/run.ts'

/** Runs by the name of their bench. */
export type Results = Readonly<Record<string, BenchRun>>

const HEAD = `# What the benches measured

Written by \`npm run bench -- --write\` from results.json; not by hand. \`npm run bench -- --help\` says what else there is,
and \`npm run bench:launch\` is apart because it takes half an hour ([ADR 24](../../docs/adr/0024-launch.md)).`

/** Where results.json, RESULTS.md and the figures are. */
export const RESULTS_DIRECTORY = fileURLToPath(new URL('..', import.meta.url))

/**
 * What RESULTS.md says: every goal at a glance, then a section a bench.
 * @param names of the benches there are, in their order; what is not among them is not told
 */
export const resultsText = (results: Results, names: readonly string[]): string => {
  const runs = names.flatMap((name) => results[name] ?? [])
  return `${[HEAD, `## At a glance\n\n${glance(runs)}`, ...runs.map(report)].join('\n\n')}\n`
}

/** @returns what was measured so far, nothing where there is no file */
export const readResults = (directory = RESULTS_DIRECTORY): Results => {
  const file = path.join(directory, 'results.json')
  if (!existsSync(file)) return {}
  return z.parse(z.record(z.string(), runSchema), JSON.parse(readFileSync(file, 'utf8')))
}

/** Puts a run in the place of the bench's last one: results.json, RESULTS.md and its figures. */
export const saveRun = (
  { name, run, drawn }: { readonly name: string; readonly run: BenchRun; readonly drawn: readonly Figure[] },
  names: readonly string[],
  directory = RESULTS_DIRECTORY,
): void => {
  const results = { ...readResults(directory), [name]: run }
  const kept = Object.fromEntries(names.flatMap((each) => (results[each] ? [[each, results[each]]] : [])))
  for (const { file, content } of drawn) {
    mkdirSync(path.dirname(path.join(directory, file)), { recursive: true })
    writeFileSync(path.join(directory, file), content)
  }
  writeFileSync(path.join(directory, 'results.json'), formatted('results.json', JSON.stringify(kept)))
  writeFileSync(path.join(directory, 'RESULTS.md'), resultsText(kept, names))
}

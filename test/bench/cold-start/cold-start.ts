import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  BARE_CLIENT,
  type Bundle,
  bundleCounts,
  coldStartBundles,
  PLAIN_CLIENT,
} from '#test/bench/cold-start/bundles.ts'
import { startEndpoint } from '#test/bench/cold-start/endpoint.ts'
import { answers, firstEventFiles } from '#test/bench/cold-start/first-events.ts'
import { lowerQuartile, type StartTime, startTimes } from '#test/bench/cold-start/start-times.ts'
import { assemblyFor } from '#test/bench/harness/assembly.ts'
import type { Bench, BenchOptions, BenchResult, BenchTable, Goal } from '#test/bench/harness/bench.ts'
import { median } from '#test/bench/harness/rounds.ts'

const ROUNDS = 25
const MEASURED = 'react-to-events'

/** Milliseconds of all rounds of one bundle. */
type Rounds = (name: string) => readonly number[]

const ms = (value: number): string => value.toFixed(1)
const ratioOf =
  (rounds: Rounds) =>
  (name: string, base: string): number =>
    lowerQuartile(rounds(name)) / lowerQuartile(rounds(base))

const kibibytes = (bytes: number): string => (bytes / 1024).toFixed(0)

/** Of the fastest round, a usual one and the slowest: how much the machine was disturbed. */
const spread = (values: readonly number[]): string =>
  `${Math.min(...values).toFixed(0)}, ${median(values).toFixed(0)}, ${Math.max(...values).toFixed(0)}`

const timeCells = (name: string, rounds: Rounds): string[] => [
  ms(lowerQuartile(rounds(name))),
  spread(rounds(name)),
  ratioOf(rounds)(name, BARE_CLIENT).toFixed(2),
  ratioOf(rounds)(name, PLAIN_CLIENT).toFixed(2),
]

const timeHead = (what: string): string[] => [
  `${what}, CPU ms`,
  'least, median, most',
  'of the bare client',
  'of it, bundled plainly',
]

const sizeTable = (bundles: readonly Bundle[]): BenchTable => ({
  head: ['bundle', 'KiB at the start', 'KiB in all'],
  rows: bundles.map(({ name, bytes, bytesInAll }) => [name, kibibytes(bytes), kibibytes(bytesInAll)]),
})

const importTable = (bundles: readonly Bundle[], rounds: Rounds): BenchTable => ({
  head: ['bundle', 'KiB at the start', 'KiB in all', ...timeHead('import')],
  rows: bundles.map(({ name, bytes, bytesInAll }) => [
    name,
    kibibytes(bytes),
    kibibytes(bytesInAll),
    ...timeCells(name, rounds),
  ]),
})

const firstEventTable = (names: Iterable<string>, rounds: Rounds): BenchTable => ({
  head: ['bundle', ...timeHead('import and first event')],
  rows: [...names].map((name) => [name, ...timeCells(name, rounds)]),
})

const notes = [
  'Each bundle as CDK uploads it, minified ES modules; what is behind a dynamic `import()` is a file of its own, which a start does not load.',
  `Imported in a fresh process, ${ROUNDS} rounds with all bundles in each; processor time of all threads, lower quartile.`,
  'The bare client is a DynamoDBClient and its UpdateItemCommand, bundled with the same options; bundled plainly it is one file with everything in it that the SDK may ever load.',
  'The first event is a transaction without a signal, with 20 live campaigns in the table; for the bare client one UpdateItem. DynamoDB is played over TLS by another process.',
]

const measured = async (assembly: string): Promise<BenchResult> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'bellwether-cold-start-'))
  const bundles = await coldStartBundles(assembly, directory)
  const files = firstEventFiles(directory)
  const endpoint = await startEndpoint(directory, answers)
  const times = await startTimes(bundles, { files, url: endpoint.url }, ROUNDS).finally(endpoint.close)
  const roundsOf =
    (pick: (time: StartTime) => number | undefined): Rounds =>
    (name) => {
      const own = times[bundles.findIndex((bundle) => bundle.name === name)] ?? []
      return own.map((time) => pick(time) ?? Number.NaN)
    }
  const imported = roundsOf((time) => time.imported)
  const answered = roundsOf((time) => time.answered)
  const goal = (name: string, base: string): Goal => ({
    name,
    value: ratioOf(imported)(MEASURED, base),
    bound: 1.35,
    direction: 'at most',
  })
  return {
    notes,
    timings: [],
    tables: [importTable(bundles, imported), firstEventTable(files.keys(), answered)],
    goals: [
      goal(`import time of ${MEASURED}, of the bare DynamoDB client bundled as ours`, BARE_CLIENT),
      goal(`import time of ${MEASURED}, of the bare DynamoDB client bundled plainly`, PLAIN_CLIENT),
    ],
  }
}

const run = async (options: BenchOptions): Promise<BenchResult> => {
  const assembly = await assemblyFor(options)
  if (!options.short) return measured(assembly)
  const directory = mkdtempSync(path.join(tmpdir(), 'bellwether-cold-start-'))
  return {
    notes: notes.slice(0, 1),
    timings: [],
    tables: [sizeTable(await coldStartBundles(assembly, directory))],
    counts: bundleCounts(assembly),
    goals: [],
  }
}

/** What a new environment of a function has to load before it can answer. */
export const coldStart: Bench = {
  title: 'Cold start',
  packages: ['@aws-sdk/client-dynamodb', 'esbuild'],
  run,
}

import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Bundle, bundleCounts, coldStartBundles } from '#test/bench/cold-start/bundles.ts'
import { assemblyFor } from '#test/bench/harness/assembly.ts'
import type { Bench, BenchOptions, BenchResult } from '#test/bench/harness/bench.ts'
import { median } from '#test/bench/harness/rounds.ts'

const ROUNDS = 21

const IMPORTER = fileURLToPath(new URL('import-once.mjs', import.meta.url))

/** Each import in a fresh process, as in a fresh environment of Lambda. @returns milliseconds of processor time */
const importOnce = ({ name, file, environment }: Bundle): number => {
  const { stdout, status } = spawnSync(process.execPath, [IMPORTER, file], {
    env: { PATH: process.env.PATH ?? '', ...environment },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${name}: its bundle cannot be imported`)
  return Number(stdout.split('\n').at(-1))
}

/** All bundles in each round, so that what disturbs the machine disturbs all of them. */
const importTimes = (bundles: readonly Bundle[], rounds: number): readonly number[][] => {
  const times = bundles.map((): number[] => [])
  for (let round = 0; round < rounds; round++)
    for (const [place, bundle] of bundles.entries()) times[place]?.push(importOnce(bundle))
  return times
}

const run = async (options: BenchOptions): Promise<BenchResult> => {
  const { short } = options
  const assembly = await assemblyFor(options)
  const bundles = await coldStartBundles(assembly)
  const times = importTimes(bundles, short ? 1 : ROUNDS)
  const medians = new Map(bundles.map(({ name }, place) => [name, median(times[place] ?? [])]))
  const of = (name: string): number => medians.get(name) ?? Number.NaN
  const bare = of('bare DynamoDB client')
  const rows = bundles.map(({ name, bytes }, place) => {
    const measured = [...(times[place] ?? [])]
    const range = `${Math.min(...measured).toFixed(0)} to ${Math.max(...measured).toFixed(0)}`
    const timing = [of(name).toFixed(1), range, (of(name) / bare).toFixed(2)]
    return [name, (bytes / 1024).toFixed(0), ...(short ? [] : timing)]
  })
  const head = [
    'bundle',
    'KiB',
    ...(short ? [] : ['import, CPU ms', 'rounds from, to', 'of the bare client']),
  ]
  return {
    notes: [
      'Each bundle as CDK makes it (one minified ES module), imported in a fresh process; processor time, median.',
      'The bare client is a DynamoDBClient and its UpdateItemCommand, bundled with the same options.',
    ],
    timings: [],
    tables: [{ head, rows }],
    ...(short && { counts: bundleCounts(assembly) }),
    goals: short
      ? []
      : [
          {
            name: 'import time of react-to-events, of the bare DynamoDB client',
            value: of('react-to-events') / bare,
            bound: 1.35,
            direction: 'at most',
          },
        ],
  }
}

/** What a new environment of a function has to load before it can answer. */
export const coldStart: Bench = {
  title: 'Cold start',
  packages: ['@aws-sdk/client-dynamodb', 'esbuild'],
  run,
}

import * as z from 'zod/mini'
import type { Bench, BenchOptions, Figure } from '#test/bench/harness/bench.ts'
import { machine } from '#test/bench/harness/machine.ts'

const goalSchema = z.object({
  name: z.string(),
  value: z.number(),
  bound: z.number(),
  direction: z.enum(['at most', 'at least']),
})

/** What one run of a bench measured, as test/bench/results.json keeps it. */
export const runSchema = z.object({
  title: z.string(),
  /** YYYY-MM-DD */
  date: z.string(),
  machine: z.object({
    processor: z.string(),
    cores: z.number(),
    memoryGiB: z.number(),
    load: z.number(),
    system: z.string(),
    node: z.string(),
    commit: z.optional(z.string()),
    versions: z.record(z.string(), z.string()),
  }),
  seed: z.number(),
  /** By the clock. */
  seconds: z.number(),
  notes: z.array(z.string()),
  timings: z.array(
    z.object({
      name: z.string(),
      signals: z.number(),
      nanoseconds: z.number(),
      range: z.readonly(z.tuple([z.number(), z.number()])),
    }),
  ),
  unit: z.optional(z.string()),
  tables: z.array(z.object({ head: z.array(z.string()), rows: z.array(z.array(z.string())) })),
  figures: z.array(z.object({ file: z.string(), alt: z.string() })),
  goals: z.array(goalSchema),
  counts: z.array(z.object({ name: z.string(), value: z.number(), slack: z.optional(z.number()) })),
})

export type BenchRun = z.infer<typeof runSchema>

/** What is no number cannot be judged, nor kept: JSON has no word for it. */
const refuseGaps = (values: readonly { readonly name: string; readonly value: number }[]): void => {
  const gap = values.find(({ value }) => !Number.isFinite(value))
  if (gap) throw new Error(`"${gap.name}" was not measured: it is ${gap.value}`)
}

/**
 * Runs a bench.
 * @returns what it measured, and its pictures, which are kept apart from the figures
 * @throws Error of the bench, or where a goal or a count has no figure
 */
export const runBench = async (
  bench: Bench,
  options: BenchOptions,
): Promise<{ readonly run: BenchRun; readonly drawn: readonly Figure[] }> => {
  const { title, packages } = bench
  const on = machine(packages)
  const began = performance.now()
  const { notes, timings, unit, tables = [], figures = [], goals, counts = [] } = await bench.run(options)
  const seconds = Math.round(performance.now() - began) / 1000
  refuseGaps([...goals, ...counts])
  const run = {
    ...{ title, date: new Date().toISOString().slice(0, 10), machine: on, seed: options.seed, seconds },
    ...{ notes, timings, ...(unit !== undefined && { unit }), tables, goals, counts },
    figures: figures.map(({ file, alt }) => ({ file, alt })),
  }
  // A copy, so that what is printed now is what will be read from the file.
  return { run: z.parse(runSchema, structuredClone(run)), drawn: figures }
}

import { OPERATING, operatedAlike } from '#test/bench/cost/alike.ts'
import { countsOf, shortRun } from '#test/bench/cost/counts-of.ts'
import type { Measured } from '#test/bench/cost/design.ts'
import { notesOf } from '#test/bench/cost/notes.ts'
import { type PlayOptions, play, type Setting, type WarmedUp } from '#test/bench/cost/play.ts'
import { LARGEST_BATCHES, QUIET, SHIPPED, settings } from '#test/bench/cost/settings.ts'
import { type CostStage, namesOf, openStage } from '#test/bench/cost/stage.ts'
import { refreshUnits, standingCosts } from '#test/bench/cost/standing.ts'
import {
  billOfMillion,
  type Named,
  pricesTable,
  settingsTable,
  standingTable,
  sumsTable,
  without,
} from '#test/bench/cost/tables.ts'
import { measuredOf } from '#test/bench/cost/usage-of.ts'
import { playUsual, type Usual } from '#test/bench/cost/usual.ts'
import { assemblyFor } from '#test/bench/harness/assembly.ts'
import type { Bench, BenchOptions, BenchResult, Goal } from '#test/bench/harness/bench.ts'

const CUSTOMERS = 10_000
const CAMPAIGNS = 100
/**
 * On AWS each invocation has a processor of its own; here two of one function would wait for each other, and be billed for
 * it. The usual design is played in the same way.
 */
const ONE_AT_A_TIME = { concurrency: 1 }

/** Environments live for hours: what counts is code that has run for a while. */
const SIZE: PlayOptions = { events: 2_000, warmUp: 1_500, limit: 120_000 }

/** Played in one setting after the other, by its name. */
interface Rows {
  readonly played: ReadonlyMap<string, WarmedUp>
  readonly measured: ReadonlyMap<string, Measured>
}

const playAll = async (stage: CostStage, progress: (step: string) => void): Promise<Rows> => {
  const played = new Map<string, WarmedUp>()
  for (const setting of [...settings, QUIET]) {
    progress(setting.name)
    played.set(setting.name, await play(stage, setting, SIZE))
  }
  const measured = [...played].map(
    ([name, run]) => [name, measuredOf(run, stage.facts, namesOf(stage))] as const,
  )
  return { played, measured: new Map(measured) }
}

const named = ({ measured }: Rows, { name }: Setting): Named => {
  const found = measured.get(name)
  if (!found) throw new Error(`${name} was not played`)
  return { name, measured: found }
}

const cheapest = (rows: readonly Named[]): Named =>
  rows.reduce((best, row) =>
    billOfMillion(row.measured).dollars < billOfMillion(best.measured).dollars ? row : best,
  )

/** What is compared, each without what an operator turns on or off (alike.ts). */
interface Compared {
  /** As the publisher packs events unless it is told otherwise. */
  readonly batched: Named
  readonly usual: Named
  readonly least: Named
}

const goalsOf = (quiet: Measured, { batched, usual, least }: Compared): Goal[] => {
  const unitsOf = (line: 'writeUnits' | 'readUnits'): number => (quiet.usage[line] ?? 0) / quiet.events
  const fifthOf = (name: string, design: Named): Goal => ({
    name,
    value: billOfMillion(batched.measured).dollars / billOfMillion(design.measured).dollars,
    bound: 0.2,
    direction: 'at most',
  })
  return [
    { name: 'write units a quiet event', value: unitsOf('writeUnits'), bound: 1.02, direction: 'at most' },
    { name: 'read units a quiet event', value: unitsOf('readUnits'), bound: 0, direction: 'at most' },
    fifthOf('dollars with batches on the bus, of the usual design', usual),
    fifthOf('dollars with batches on the bus, of the usual design that decides at signals only', least),
  ]
}

const bareOf = ({ name, measured }: Named): Named => ({ name, measured: without(measured, ...OPERATING) })

const resultOf = (stage: CostStage, rows: Rows, { everyEvent, signals }: Usual): BenchResult => {
  const shipped = named(rows, SHIPPED)
  const quiet = named(rows, QUIET)
  const all = settings.map((setting) => named(rows, setting))
  const best = cheapest(all)
  const usual = { name: 'usual design', measured: operatedAlike(everyEvent, shipped.measured) }
  const least = {
    name: 'usual, deciding at signals only',
    measured: operatedAlike(signals, shipped.measured),
  }
  const batched = rows.played.get(LARGEST_BATCHES.name)
  const refresh = batched ? refreshUnits(batched, namesOf(stage)) : 0
  const bare = { best: bareOf(best), usual: bareOf(usual), least: bareOf(least) }
  const told = { events: SIZE.events, customers: CUSTOMERS, campaigns: CAMPAIGNS, best, usual, least, bare }
  return {
    notes: [...notesOf(told), ...new Set([...everyEvent.notes, ...signals.notes])],
    timings: [],
    tables: [
      settingsTable([...all, quiet, usual, least], usual.measured),
      sumsTable([best, named(rows, LARGEST_BATCHES), shipped, usual, least], OPERATING),
      standingTable(standingCosts(stage.facts, refresh)),
      pricesTable(),
    ],
    goals: goalsOf(quiet.measured, { ...bare, batched: bareOf(named(rows, LARGEST_BATCHES)) }),
  }
}

const run = async (options: BenchOptions): Promise<BenchResult> => {
  const { short, seed, progress = () => {} } = options
  const assembly = await assemblyFor(options)
  if (short) return countsOf(await shortRun({ assembly, seed }))
  const stage = await openStage({
    ...{ assembly, seed, customers: CUSTOMERS, campaigns: CAMPAIGNS },
    limits: ONE_AT_A_TIME,
  })
  try {
    const rows = await playAll(stage, progress)
    progress('the usual design')
    const usual = await playUsual({ seed, events: SIZE.events, customers: CUSTOMERS, campaigns: CAMPAIGNS })
    return resultOf(stage, rows, usual)
  } finally {
    await stage.stop()
  }
}

/** What a million bank events cost, line by line, beside the usual design in the same run. */
export const cost: Bench = { title: 'Cost of a million events', packages: [], run }

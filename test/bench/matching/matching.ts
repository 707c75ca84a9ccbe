import type { Bench, BenchResult, Goal } from '#test/bench/harness/bench.ts'
import { measure, type Runner, type Timing } from '#test/bench/harness/rounds.ts'
import { agree } from '#test/bench/matching/agreement.ts'
import { bellwether } from '#test/bench/matching/bellwether.ts'
import { closures } from '#test/bench/matching/closures.ts'
import type { MatchingEngine } from '#test/bench/matching/engine.ts'
import { jsonLogic } from '#test/bench/matching/json-logic.ts'
import { jsonRules } from '#test/bench/matching/json-rules.ts'
import { type MatchingWorkload, matchingWorkload } from '#test/bench/matching/workload.ts'
import { benchCampaigns } from '#test/bench/workload/campaigns.ts'

const FULL = { campaigns: 200, idle: 800, signals: 100_000, slowSignals: 1_000, rounds: 7 }
const SHORT = { campaigns: 200, idle: 800, signals: 1_000, slowSignals: 50, rounds: 0 }
type Size = typeof FULL

const enginesOf = (workload: MatchingWorkload, seed: number, size: Size) => {
  const byHand = closures(workload)
  const logic = jsonLogic(workload)
  const crowd = benchCampaigns(seed, size.campaigns, size.idle)
  return {
    index: bellwether('Bellwether', workload, workload.campaigns),
    crowded: bellwether(`Bellwether, ${size.idle} other campaigns beside`, workload, crowd),
    closures: byHand.indexed,
    closuresUnindexed: byHand.unindexed,
    logic: logic.indexed,
    logicUnindexed: logic.unindexed,
    rules: jsonRules(workload, size.slowSignals),
  }
}

const runner = (engine: MatchingEngine, signals: number): Runner => ({
  name: engine.name,
  signals,
  run: () => engine.run(signals),
})

/** Of one engine used in several ways, the fastest. */
const best = (timings: readonly Timing[], engines: readonly MatchingEngine[]): number =>
  Math.min(
    ...timings
      .filter(({ name }) => engines.some((engine) => engine.name === name))
      .map((timing) => timing.nanoseconds),
  )

const goalsOf = (timings: readonly Timing[], engines: ReturnType<typeof enginesOf>): Goal[] => {
  const ours = best(timings, [engines.index])
  return [
    {
      name: 'time, of json-logic-engine compiled and indexed',
      value: ours / best(timings, [engines.logic]),
      bound: 1,
      direction: 'at most',
    },
    {
      name: 'time, of hand-written closures, indexed',
      value: ours / best(timings, [engines.closures]),
      bound: 1.5,
      direction: 'at most',
    },
    {
      name: 'rate, of json-rules-engine at its best',
      value: best(timings, engines.rules) / ours,
      bound: 60,
      direction: 'at least',
    },
  ]
}

const notesOf = (size: Size, matching: number): string[] => [
  `${size.campaigns} campaigns with four to six conditions each (a range counts as one), 40 for each of five kinds of signal; ${size.signals.toLocaleString('en')} signals, one core, facts prepared beforehand for each engine in its own form.`,
  `${((100 * matching) / size.signals).toFixed(1)} % of the signals match at least one campaign; all engines agree on every match.`,
  `All engines look only at campaigns of the signal's kind, where "not indexed" does not say otherwise. json-rules-engine is measured (and compared) on ${size.slowSignals.toLocaleString('en')} of the signals.`,
  'Engines take turns in seven rounds; figures are medians of processor time (all threads). Ratios are within one run.',
]

const run = async ({ short, seed }: { short: boolean; seed: number }): Promise<BenchResult> => {
  const size = short ? SHORT : FULL
  const workload = matchingWorkload(seed, size)
  const engines = enginesOf(workload, seed, size)
  const fast = [
    engines.index,
    engines.closures,
    engines.logic,
    engines.closuresUnindexed,
    engines.logicUnindexed,
    engines.crowded,
  ]
  const matching = await agree(fast, size.signals)
  await agree([engines.index, ...engines.rules], size.slowSignals)
  const notes = notesOf(size, matching)
  if (short) return { notes, timings: [], goals: [] }
  const timings = await measure(
    [
      ...fast.map((engine) => runner(engine, size.signals)),
      ...engines.rules.map((engine) => runner(engine, size.slowSignals)),
    ],
    size.rounds,
  )
  return { notes, timings, goals: goalsOf(timings, engines) }
}

/** Which of the campaigns does a signal match: the step that everything else of a decision comes after. */
export const matching: Bench = {
  title: 'Matching',
  packages: ['json-logic-engine', 'json-rules-engine'],
  run,
}

import type { Bound, Budget } from '#test/bench/budget/budget.ts'
import { decidedIn } from '#test/bench/budget/decisions.ts'
import type { Count } from '#test/bench/harness/bench.ts'

/** What short runs counted, by bench. */
export type Counted = Readonly<Record<string, readonly Count[]>>

/** Texts of decision records by path; nothing where there is no such file. */
export type Records = (path: string) => string | undefined

/** Counts are sums of quarters and tenths: what a floating-point sum adds to them is no change. */
const SAME_WITHIN = 1e-9

export const isWorse = (value: number, { bound }: Bound): boolean => value > bound + SAME_WITHIN

/** So much better that its bound would let it get worse again unnoticed. */
export const isBetter = (value: number, { bound, slack = 0 }: Bound): boolean =>
  value < bound - SAME_WITHIN && value <= bound - slack + SAME_WITHIN

const shown = (value: number): string => String(Math.round(value * 1e4) / 1e4)

const row = (count: string): string => `| ${count} | the new bound | why |`

const againstBound = (value: number, bound: Bound): string[] => {
  const { count, bound: most, decision } = bound
  if (isWorse(value, bound))
    return [
      `"${count}" is ${shown(value)}, its bound is ${most} (${decision}). Make it better, or decide that it may be worse: write the row \`${row(count)}\` into a table of bounds in docs/adr with what is had for it, and set "bound" and "decision" in test/bench/budget.json.`,
    ]
  if (isBetter(value, bound))
    return [
      `"${count}" is ${shown(value)}, its bound still ${most}: lower the bound, so that this is kept: npm run bench -- --ratchet`,
    ]
  return []
}

const ofBench = (bench: string, bounds: readonly Bound[], counts: readonly Count[] | undefined): string[] => {
  if (!counts) return [`test/bench/budget.json bounds ${bench}, but there is no such bench.`]
  const names = counts.map(({ name }) => name)
  const twice = names.filter((name, index) => names.indexOf(name) !== index)
  return [
    ...twice.map((name) => `${bench} counts "${name}" twice: one of them goes unseen.`),
    ...counts.flatMap(({ name, value }) => {
      const bound = bounds.find(({ count }) => count === name)
      return bound
        ? againstBound(value, bound)
        : [`"${name}" of ${bench} has no bound: npm run bench -- --ratchet gives it one.`]
    }),
    ...bounds
      .filter(({ count }) => !names.includes(count))
      .map(
        ({ count, decision }) =>
          `Nothing counts "${count}" of ${bench} any more: take it out of test/bench/budget.json and its row out of ${decision}.`,
      ),
  ]
}

/** A bound holds only by a record that says so; this is what keeps a raise from being one number in a diff. */
const ofDecision = ({ count, bound, decision }: Bound, records: Records): string[] => {
  const record = records(decision)
  if (record === undefined) return [`"${count}": its decision, ${decision}, does not exist.`]
  const decided = decidedIn(record).findLast((each) => each.count === count)
  if (!decided || Number.isNaN(decided.bound))
    return [`${decision} has no row \`${row(count)}\` in a table of bounds: write down why.`]
  if (decided.bound !== bound)
    return [
      `"${count}": its bound is ${bound}, but ${decision} decided ${decided.bound}. A bound is raised by a decision: write it there, or into a record of its own, and name that.`,
    ]
  return decided.because === '' ? [`${decision} does not say why "${count}" may be ${bound}.`] : []
}

/** Rows that nobody goes by: a reader would believe them. */
const ofRows = (bounds: readonly Bound[], records: Records): string[] =>
  [...new Set(bounds.map(({ decision }) => decision))].flatMap((path) => {
    const rows = new Set(decidedIn(records(path) ?? '').map(({ count }) => count))
    const named = new Set(bounds.filter(({ decision }) => decision === path).map(({ count }) => count))
    return [...rows]
      .filter((count) => !named.has(count))
      .map((count) => `${path} has a row about "${count}", by which test/bench/budget.json does not go.`)
  })

/**
 * Compares what was counted with what was decided.
 * @returns a sentence for each bound that is not kept, says more than is true or was not decided; none where all is well
 */
export const problems = (budget: Budget, counted: Counted, records: Records): readonly string[] => {
  const bounds = Object.values(budget).flat()
  return [
    ...Object.entries(budget).flatMap(([bench, own]) => ofBench(bench, own, counted[bench])),
    ...bounds.flatMap((bound) => ofDecision(bound, records)),
    ...ofRows(bounds, records),
  ]
}

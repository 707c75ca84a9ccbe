import type { Spent } from '#test/bench/growth/spent.ts'
import { median } from '#test/bench/harness/rounds.ts'

/** One bank: so many customers, so many live campaigns. */
export interface Cell {
  readonly customers: number
  readonly campaigns: number
}

/** What an event costs in one bank. */
export interface CellCost extends Cell {
  readonly writeUnits: number
  readonly readUnits: number
  readonly requests: number
  /** In microseconds of processor time: medians of the rounds. */
  readonly functions: number
  readonly database: number
  readonly dollarsPerMillion: number
}

const perEvent = (rounds: readonly Spent[], of: (spent: Spent) => number): number =>
  rounds.reduce((sum, spent) => sum + of(spent), 0) / rounds.reduce((sum, { events }) => sum + events, 0)

const microseconds = (rounds: readonly Spent[], of: 'functions' | 'database'): number =>
  median(rounds.map((spent) => (spent[of] * 1e6) / spent.events))

/** @param rounds of one bank, at least one */
export const costOf = (cell: Cell, rounds: readonly Spent[]): CellCost => ({
  ...cell,
  writeUnits: perEvent(rounds, ({ writeUnits }) => writeUnits),
  readUnits: perEvent(rounds, ({ readUnits }) => readUnits),
  requests: perEvent(rounds, ({ requests }) => requests),
  functions: microseconds(rounds, 'functions'),
  database: microseconds(rounds, 'database'),
  dollarsPerMillion: 1e6 * perEvent(rounds, ({ bill }) => bill.dollars),
})

type Measure = Exclude<keyof CellCost, keyof Cell>

/**
 * How many times as much an event costs in one bank as in another, by processor time: the median of the rounds' ratios, which
 * were played one after the other, so that a machine that grows slower does not look like a bank that grew.
 */
export const timesAsMuch = (large: readonly Spent[], small: readonly Spent[]): number =>
  median(
    large.map((spent, round) => {
      const other = small[round]
      return other ? spent.functions / spent.events / (other.functions / other.events) : Number.NaN
    }),
  )

/** @returns points of a line: `of` at each size, of what it is at the first one */
export const relative = (
  costs: readonly CellCost[],
  along: keyof Cell,
  of: Measure,
): { readonly x: number; readonly y: number }[] =>
  costs.map((cost) => ({ x: cost[along], y: cost[of] / (costs[0]?.[of] ?? Number.NaN) }))

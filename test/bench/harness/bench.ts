import type { Timing } from '#test/bench/harness/rounds.ts'

export interface BenchOptions {
  /** Little work and no timing worth anything: only counts, and whether everything still agrees. */
  readonly short: boolean
  readonly seed: number
  /** Directory of the cloud assembly of the app as it stands, the same one for all benches (`assemblyFor`). */
  readonly assembly?: () => Promise<string>
  /** Says what it does now, for a person who waits. */
  readonly progress?: (step: string) => void
}

/** What must come out; `bound` is the most or the least that `value` may be. */
export interface Goal {
  readonly name: string
  readonly value: number
  readonly bound: number
  readonly direction: 'at most' | 'at least'
}

/** What is no timing of a loop: sizes, counts, dollars. */
export interface BenchTable {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** What must not get worse without a decision: less is better, and the same seed counts the same on every machine. */
export interface Count {
  /** With its unit, as a person would say it, such as `write units of 1,000 events`; different in each bench. */
  readonly name: string
  readonly value: number
  /** How much changes that are about something else may move it, such as the length of a text @default not at all */
  readonly slack?: number
}

/** A picture of what was measured. */
export interface Figure {
  /** Seen from RESULTS.md, such as `growth/customers.svg`. */
  readonly file: string
  /** What it shows, for who cannot see it. */
  readonly alt: string
  /** SVG. */
  readonly content: string
}

export interface BenchResult {
  /** What was measured, a sentence each. */
  readonly notes: readonly string[]
  /** The first one is what the others are compared with. */
  readonly timings: readonly Timing[]
  /** What the timings are of, in the singular @default signal */
  readonly unit?: string
  readonly tables?: readonly BenchTable[]
  readonly figures?: readonly Figure[]
  /** None in a short run. */
  readonly goals: readonly Goal[]
  /** Those of a short run are bounded by test/bench/budget.json. */
  readonly counts?: readonly Count[]
}

/** A bench of its own; `run` throws where what is measured does not give the right answers. */
export interface Bench {
  readonly title: string
  /** Whose versions matter. */
  readonly packages: readonly string[]
  run(options: BenchOptions): Promise<BenchResult>
}

export const isMet = ({ value, bound, direction }: Goal): boolean =>
  direction === 'at most' ? value <= bound : value >= bound

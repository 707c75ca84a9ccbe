import type { Timing } from '#test/bench/harness/rounds.ts'

export interface BenchOptions {
  /** Little work and no timing worth anything: only whether everything still agrees. */
  readonly short: boolean
  readonly seed: number
}

/** What must come out; `value` is a ratio, and `bound` the most or the least it may be. */
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

/** A picture that is written beside RESULTS.md and shown there. */
export interface Figure {
  /** Its name, such as `growth.svg`. */
  readonly file: string
  /** What it shows, for whom does not see it. */
  readonly alt: string
  readonly content: string
}

export interface BenchResult {
  /** What was measured, a sentence each. */
  readonly notes: readonly string[]
  /** The first one is what the others are compared with. */
  readonly timings: readonly Timing[]
  readonly tables?: readonly BenchTable[]
  readonly figures?: readonly Figure[]
  /** None in a short run. */
  readonly goals: readonly Goal[]
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

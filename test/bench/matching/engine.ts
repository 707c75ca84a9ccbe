/** One way to match all campaigns with a signal, as the bench measures it. */
export interface MatchingEngine {
  readonly name: string
  /** Matches the signals from the first up to `count`. @returns how many matches there were, so that nothing is skipped */
  run(count: number): number | Promise<number>
  /** @returns the matching campaigns of one signal, as ascending positions among those of its type */
  matches(signal: number): readonly number[] | Promise<readonly number[]>
}

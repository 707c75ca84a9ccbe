/** Something to measure, and how many signals (or what the bench's `unit` says) one call of it handles. */
export interface Runner {
  readonly name: string
  readonly signals: number
  run(): unknown
}

export interface Timing {
  readonly name: string
  /** Signals of one call. */
  readonly signals: number
  /** Median over the rounds, nanoseconds of processor time a signal. */
  readonly nanoseconds: number
  /** Fastest and slowest round. */
  readonly range: readonly [number, number]
}

/** A round of one runner takes at least this long, so that a pause of the collector weighs little. */
const ROUND_MS = 250

/** @returns milliseconds */
type Clock = () => number

/** What all threads of this process have computed: other programs on the machine weigh less in it than in wall time. */
const processorTime: Clock = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const elapsed = async (run: () => unknown, times: number, clock: Clock): Promise<number> => {
  const start = clock()
  for (let time = 0; time < times; time++) await run()
  return clock() - start
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((left, right) => left - right)
  const middle = sorted.length >>> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

/**
 * Measures in rounds, all runners in each: what disturbs the machine disturbs all of them, so that ratios hold where
 * absolute times do not. One call of each warms up, and says how many calls make a round.
 */
export const measure = async (
  runners: readonly Runner[],
  rounds: number,
  clock: Clock = processorTime,
): Promise<Timing[]> => {
  const times: number[] = []
  for (const { run } of runners) {
    await run()
    times.push(Math.max(1, Math.ceil(ROUND_MS / (await elapsed(run, 1, clock)))))
  }
  const measured = runners.map((): number[] => [])
  for (let round = 0; round < rounds; round++)
    for (const [place, { run, signals }] of runners.entries()) {
      const calls = times[place] ?? 1
      measured[place]?.push(((await elapsed(run, calls, clock)) * 1e6) / calls / signals)
    }
  return runners.map(({ name, signals }, place) => {
    const values = measured[place] ?? []
    return { name, signals, nanoseconds: median(values), range: [Math.min(...values), Math.max(...values)] }
  })
}

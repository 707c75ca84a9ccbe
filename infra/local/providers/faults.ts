import { seededRandom } from '#infra/local/seeded-random.ts'

/**
 * `throttle` and `outage` refuse before acceptance; `timeout-after-accept` takes the message and drops the answer;
 * `silence-after-accept` never tells what became of it, either.
 */
export interface Faults {
  readonly mode: 'none' | 'throttle' | 'outage' | 'timeout-after-accept' | 'silence-after-accept'
  /** Share of the calls hit, 0 to 1 (default 1). */
  readonly share?: number
  /** Of which calls; the same seed hits the same ones (default 1). */
  readonly seed?: number
  /** Of the calls that time out, the share of which nothing is told, either, 0 to 1 (default 0). */
  readonly silent?: number
}

/** Says call by call which fault hits it. */
export function createFaults({ mode, share = 1, seed = 1, silent = 0 }: Faults): () => Faults['mode'] {
  const random = seededRandom(seed)
  return () => {
    if (random() >= share) return 'none'
    return mode === 'timeout-after-accept' && silent > 0 && random() < silent ? 'silence-after-accept' : mode
  }
}

import { seededRandom } from '#infra/local/seeded-random.ts'

/** `throttle` and `outage` refuse before acceptance; `timeout-after-accept` takes the message and drops the answer. */
export interface Faults {
  readonly mode: 'none' | 'throttle' | 'outage' | 'timeout-after-accept'
  /** Share of the calls hit, 0 to 1 (default 1). */
  readonly share?: number
  /** Of which calls; the same seed hits the same ones (default 1). */
  readonly seed?: number
}

/** Says call by call which fault hits it. */
export function createFaults({ mode, share = 1, seed = 1 }: Faults): () => Faults['mode'] {
  const random = seededRandom(seed)
  return () => (random() < share ? mode : 'none')
}

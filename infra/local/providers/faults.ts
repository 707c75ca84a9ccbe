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
  const random = mulberry32(seed)
  return () => (random() < share ? mode : 'none')
}

/** A small seeded generator of numbers from 0 up to 1. */
function mulberry32(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Reproducible chance: the same seed gives the same sequence everywhere. */
export interface Random {
  /** In [0, 1). */
  next(): number
  /** Whole, from `min` to `max`, both included. */
  int(min: number, max: number): number
  pick<T>(from: readonly [T, ...T[]]): T
  /** Text that does not compress: `length` characters of a 64-letter alphabet. */
  text(length: number): string
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** mulberry32: 32 bits of state, good enough to pick test data. */
export const randomOf = (seed: number): Random => {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  return {
    next,
    int,
    pick: (from) => from[int(0, from.length - 1)] ?? from[0],
    text: (length) => {
      let text = ''
      while (text.length < length) text += LETTERS[int(0, 63)]
      return text
    },
  }
}

import { seededRandom } from '#infra/local/seeded-random.ts'

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

/** Good enough to pick test data. */
export const randomOf = (seed: number): Random => {
  const next = seededRandom(seed)
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

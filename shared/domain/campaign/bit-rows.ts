/** Bits in a word of a row. */
export const WORD = 32

/** Sets of positions, each as a row of bits in one array, equal sets only once. */
export interface BitRows {
  /** Words of a row. */
  readonly width: number
  /** @returns where the row of these positions begins */
  add(has: (position: number) => boolean): number
  /** All rows, one after another. */
  words(): Uint32Array
}

/** @param size how many positions there are, from 0 */
export const bitRows = (size: number): BitRows => {
  const width = Math.ceil(size / WORD)
  const all: number[] = []
  const known = new Map<string, number>()
  return {
    width,
    add: (has) => {
      const row = new Uint32Array(width)
      for (let position = 0; position < size; position++)
        if (has(position)) row[position >>> 5] = (row[position >>> 5] ?? 0) | (1 << (position & 31))
      const key = row.join()
      const offset = known.get(key) ?? all.length
      if (!known.has(key)) all.push(...row)
      known.set(key, offset)
      return offset
    },
    words: () => Uint32Array.from(all),
  }
}

/** Bits in a word of a row. */
export const WORD = 32

/** Sets of positions, each as a row of bits in one array, equal sets only once. */
export interface BitRows {
  /** Words of a row. */
  readonly width: number
  /** @returns where the row begins that has these positions alone */
  with(positions: Iterable<number>): number
  /** @returns where the row begins that has all positions but these */
  without(positions: Iterable<number>): number
  /** All rows, one after another. */
  words(): Uint32Array
}

/** @param size how many positions there are, from 0 */
export const bitRows = (size: number): BitRows => {
  const width = Math.ceil(size / WORD)
  const all: number[] = []
  const known = new Map<string, number>()
  const add = (row: Uint32Array): number => {
    const key = row.join()
    const offset = known.get(key) ?? all.length
    if (!known.has(key)) all.push(...row)
    known.set(key, offset)
    return offset
  }
  const flipped = (start: Uint32Array, positions: Iterable<number>): number => {
    const row = start.slice()
    for (const position of new Set(positions)) {
      const word = Math.floor(position / WORD)
      row[word] = (row[word] ?? 0) ^ (1 << (position % WORD))
    }
    return add(row)
  }
  const none = new Uint32Array(width)
  const every = Uint32Array.from(none, (_, word) => 2 ** Math.min(WORD, size - word * WORD) - 1)
  return {
    width,
    with: (positions) => flipped(none, positions),
    without: (positions) => flipped(every, positions),
    words: () => Uint32Array.from(all),
  }
}

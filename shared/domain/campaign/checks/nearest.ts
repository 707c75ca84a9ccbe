/**
 * How many characters to insert, delete, replace or swap with their neighbour (optimal string alignment: Levenshtein's
 * distance with swaps, the commonest slip of a keyboard).
 */
const distance = (from: string, to: string): number => {
  const rows = [Array.from({ length: to.length + 1 }, (_, index) => index)]
  const at = (line: number, column: number): number => rows[line]?.[column] ?? Number.POSITIVE_INFINITY
  for (let line = 1; line <= from.length; line++) {
    rows.push([line])
    for (let column = 1; column <= to.length; column++) {
      const same = from[line - 1] === to[column - 1]
      const swapped = from[line - 1] === to[column - 2] && from[line - 2] === to[column - 1]
      rows[line]?.push(
        Math.min(
          at(line - 1, column - 1) + (same ? 0 : 1),
          at(line - 1, column) + 1,
          at(line, column - 1) + 1,
          swapped ? at(line - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
  }
  return at(from.length, to.length)
}

/** Longer than any name that is known; what is longer is no slip of the keyboard, and costs its length squared. */
const LONGEST = 64

/** The known word that was most likely meant; undefined where none is near. */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  if (word.length > LONGEST) return undefined
  const [best] = known
    .map((candidate) => ({ candidate, off: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((one, other) => one.off - other.off)
  return best && best.off <= Math.max(1, word.length / 3) ? best.candidate : undefined
}

/** `; did you mean "x"?`, or nothing. */
export const hint = (word: unknown, known: readonly string[]): string => {
  const meant = typeof word === 'string' ? nearest(word, known) : undefined
  return meant === undefined ? '' : `; did you mean "${meant}"?`
}

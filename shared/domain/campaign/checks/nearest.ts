/** Levenshtein's distance: how many characters to insert, delete or replace. */
const distance = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [line, letter] of [...from].entries()) {
    const next = [line + 1]
    for (let column = 1; column <= to.length; column++) {
      const replaced = (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
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

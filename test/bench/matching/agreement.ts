import type { MatchingEngine } from '#test/bench/matching/engine.ts'

/**
 * @param engines the first is what the others are held against
 * @returns how many of the signals match anything
 * @throws Error naming the engine and the signal where two do not agree
 */
export const agree = async (engines: readonly MatchingEngine[], signals: number): Promise<number> => {
  const [first, ...others] = engines
  if (!first) throw new Error('Nobody to agree.')
  let matching = 0
  for (let signal = 0; signal < signals; signal++) {
    const expected = [...(await first.matches(signal))].join()
    if (expected !== '') matching++
    for (const other of others) {
      const found = [...(await other.matches(signal))].join()
      if (found !== expected)
        throw new Error(`Signal ${signal}: ${first.name} matches [${expected}], ${other.name} [${found}].`)
    }
  }
  return matching
}

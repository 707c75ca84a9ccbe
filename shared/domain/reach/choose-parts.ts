import { spreadHash } from '#shared/domain/stable-hash.ts'

/**
 * Numbers below `of`, each once, in an order that depends on the seed only: a sample without replacement that is the same
 * whenever it is asked for.
 */
export function* chooseParts(of: number, seed: number): Generator<number> {
  const taken = new Set<number>()
  for (let draw = 0; taken.size < of; draw++) {
    let part = spreadHash(`part:${draw}`, seed) % of
    // Near the end most draws have come before: the next one that is free.
    while (taken.has(part)) part = (part + 1) % of
    taken.add(part)
    yield part
  }
}

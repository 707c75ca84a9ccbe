import { campaignRef } from '#shared/domain/campaign/campaign-ref.ts'

/** A campaign version that a decision record names. */
export interface NamedVersion {
  readonly id: string
  readonly version: number
}

/**
 * Reads the names of candidates: `id@version`, or `#ref@version`, whose ref is found again among the campaigns there are.
 * @param campaignIds ids of all campaigns
 * @returns a function that gives undefined for a ref that stands for none of them, or for more than one
 */
export const candidateNames = (
  campaignIds: Iterable<string>,
): ((name: string) => NamedVersion | undefined) => {
  const byRef = new Map<string, string | undefined>()
  for (const id of new Set(campaignIds)) {
    const ref = campaignRef(id)
    byRef.set(ref, byRef.has(ref) ? undefined : id)
  }
  return (name) => {
    const at = name.lastIndexOf('@')
    const [told, version] = [name.slice(0, at), Number(name.slice(at + 1))]
    const id = told.startsWith('#') ? byRef.get(told.slice(1)) : told
    return id === undefined || at < 1 || !Number.isInteger(version) ? undefined : { id, version }
  }
}

/** Every candidate that a decision record names, in no order. */
export const namesIn = ({
  won,
  refused,
  scores,
}: {
  readonly won: readonly string[]
  readonly refused: Readonly<Record<string, string>>
  readonly scores: Readonly<Record<string, number>>
}): ReadonlySet<string> =>
  new Set([...won, ...Object.values(refused).flatMap((names) => names.split(' ')), ...Object.keys(scores)])

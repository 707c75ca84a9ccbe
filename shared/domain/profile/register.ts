/** One attribute of an item to be set, if what stands there is older. */
export interface RegisterWrite {
  readonly attribute: string
  readonly value: Readonly<Record<string, unknown>> & { readonly v: string }
}

/** @returns the version of a register as it stands in an item; undefined where there is none */
export const versionOf = (value: unknown): string | undefined => {
  if (typeof value !== 'object' || value === null || !('v' in value)) return undefined
  return typeof value.v === 'string' ? value.v : undefined
}

/** Keeps the newest write per attribute: what one conditional write for many events carries. */
export const newestWrites = (writes: readonly RegisterWrite[]): RegisterWrite[] => {
  // Nearly always: one transaction, one balance.
  if (writes.length <= 1) return [...writes]
  const newest = new Map<string, RegisterWrite>()
  for (const write of writes) {
    const known = newest.get(write.attribute)
    if (!known || known.value.v < write.value.v) newest.set(write.attribute, write)
  }
  return [...newest.values()]
}

/** The writes that would still change the item as it stands. */
export const stillNewer = (
  writes: readonly RegisterWrite[],
  item: Readonly<Record<string, unknown>>,
): RegisterWrite[] =>
  writes.filter((write) => {
    const stored = versionOf(item[write.attribute])
    return stored === undefined || stored < write.value.v
  })

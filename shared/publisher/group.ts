/** What a group may hold. An item that is larger than `maxBytes` by itself gets a group of its own. */
export interface GroupLimits {
  readonly maxItems: number
  readonly maxBytes: number
}

/** Cuts items into groups in their order, each as full as the limits allow. */
export const groupBySize = <T>(
  items: readonly T[],
  bytesOf: (item: T) => number,
  { maxItems, maxBytes }: GroupLimits,
): T[][] => {
  const groups: T[][] = []
  let current: T[] = []
  let bytes = 0
  for (const item of items) {
    const size = bytesOf(item)
    if (current.length > 0 && (current.length >= maxItems || bytes + size > maxBytes)) {
      groups.push(current)
      current = []
      bytes = 0
    }
    current.push(item)
    bytes += size
  }
  if (current.length > 0) groups.push(current)
  return groups
}

/**
 * Which of a number of partitions a customer's entries of an index stand in: a stable hash (FNV-1a, 32 bit), so that
 * every write of the same customer finds the same.
 */
export const shardOf = (customerId: string, shards: number): number => {
  let hash = 0x811c9dc5
  for (let i = 0; i < customerId.length; i++) {
    hash ^= customerId.charCodeAt(i)
    hash = Math.imul(hash, 0x01000193)
  }
  return (hash >>> 0) % shards
}

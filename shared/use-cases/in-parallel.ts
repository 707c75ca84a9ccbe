/**
 * Runs work on each item, with at most `limit` under way.
 * @throws what the work throws, once what is under way has ended: then nothing of it goes on unseen
 */
export const inParallel = async <T>(
  items: readonly T[],
  limit: number,
  run: (item: T) => Promise<void>,
): Promise<void> => {
  const queue = items.values()
  const failures: unknown[] = []
  const workers = Array.from({ length: Math.min(limit, items.length) }, async () => {
    for (const item of queue) {
      if (failures.length > 0) return
      try {
        await run(item)
      } catch (error) {
        failures.push(error)
      }
    }
  })
  await Promise.all(workers)
  if (failures.length > 0) throw failures[0]
}

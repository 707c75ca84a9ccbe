interface Sleeper {
  readonly at: number
  readonly order: number
  readonly wake: () => void
}

/**
 * Time as a queue of what happens next, so that many workers wait beside one another without anybody waiting. Who wakes
 * at the same time wakes in the order of falling asleep.
 */
export const createVirtualTime = (start = 1_700_000_000_000) => {
  const sleepers: Sleeper[] = []
  let now = start
  let order = 0
  const next = (): Sleeper | undefined => {
    let first = 0
    for (const [index, { at, order: place }] of sleepers.entries()) {
      const best = sleepers[first]
      if (best && (at < best.at || (at === best.at && place < best.order))) first = index
    }
    return sleepers.splice(first, 1)[0]
  }
  return {
    start,
    now: () => now,
    wallClock: () => new Date(now),
    wait: (ms: number): Promise<void> =>
      new Promise((wake) => void sleepers.push({ at: now + Math.max(0, ms), order: order++, wake })),
    /** Lets time pass until then, and everybody do what falls into it; without an end until nobody waits any more. */
    runTo: async (end = Number.POSITIVE_INFINITY): Promise<void> => {
      for (;;) {
        // All that can go on without waiting does.
        await new Promise((resolve) => setImmediate(resolve))
        const sleeper = next()
        if (!sleeper || sleeper.at > end) {
          if (sleeper) sleepers.push(sleeper)
          if (Number.isFinite(end)) now = Math.max(now, end)
          return
        }
        now = sleeper.at
        sleeper.wake()
      }
    },
  }
}

/** Time that passes by itself as soon as there is nothing left to do but to wait. */
export const createPassingTime = (start: Date) => {
  const time = createVirtualTime(start.getTime())
  let passes = false
  return {
    now: time.now,
    wallClock: time.wallClock,
    wait: (ms: number): Promise<void> => {
      const woken = time.wait(ms)
      if (!passes) {
        passes = true
        void time.runTo().then(() => {
          passes = false
        })
      }
      return woken
    },
  }
}

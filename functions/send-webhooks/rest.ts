/** Failures in a row after which an endpoint is left alone for a while. */
const FAILURES = 5

/** How long, in milliseconds. */
const REST_MS = 30_000

/** Which endpoints this instance of the function leaves alone. */
export interface Rests {
  isResting(endpointId: string): boolean
  failed(endpointId: string): void
  worked(endpointId: string): void
}

/**
 * An endpoint that answers nothing takes ten seconds a request; thousands that wait for it must not take the time of those
 * for other endpoints. After its rest a single failure is enough for the next.
 * @param now wall clock in epoch milliseconds
 */
export const createRests = (now: () => number): Rests => {
  const failures = new Map<string, number>()
  const until = new Map<string, number>()
  return {
    isResting: (endpointId) => now() < (until.get(endpointId) ?? 0),
    failed: (endpointId) => {
      const inRow = (failures.get(endpointId) ?? 0) + 1
      failures.set(endpointId, inRow)
      if (inRow >= FAILURES) until.set(endpointId, now() + REST_MS)
    },
    worked: (endpointId) => void failures.delete(endpointId),
  }
}

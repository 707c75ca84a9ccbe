import type { MiddlewareObj } from '@middy/core'
import type { Counters } from '#shared/ports/counters.ts'

/** Counts what an invocation consumed of DynamoDB; stands behind `logMetrics`, which then writes it out. */
export const capacityMetrics = (
  take: () => { readonly writeUnits: number; readonly readUnits: number },
  counters: Counters,
): MiddlewareObj => {
  const count = (): void => {
    const { writeUnits, readUnits } = take()
    if (writeUnits > 0) counters.count('WriteUnits', writeUnits)
    if (readUnits > 0) counters.count('ReadUnits', readUnits)
  }
  return { after: count, onError: count }
}

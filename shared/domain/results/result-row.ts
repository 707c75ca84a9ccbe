import * as z from 'zod/mini'
import { type CounterName, counterNames } from '#shared/domain/results/counters.ts'

/** What was counted; a counter that is missing was never raised. */
export type Counts = Readonly<Partial<Record<CounterName, number | undefined>>>

/** What was counted of one version, variant, channel and day of a campaign. */
export interface ResultRow {
  readonly campaignVersion: number
  /** `_` where the campaign has no variants, or it is not known which. */
  readonly variant: string
  /** `none` for the control group. */
  readonly channel: string
  /** The bank's own date, YYYY-MM-DD. */
  readonly day: string
  readonly counts: Counts
}

/** The counters of an item; what else stands in it is not looked at. */
export const countsSchema = z.object(
  Object.fromEntries(counterNames.map((name) => [name, z.optional(z.int())])) as Record<
    CounterName,
    z.ZodMiniOptional<z.ZodMiniNumberFormat>
  >,
)

/** Adds what was counted at several places. */
export const sumOfCounts = (all: Iterable<Counts>): Counts => {
  const sum: Partial<Record<CounterName, number>> = {}
  for (const counts of all)
    for (const name of counterNames) {
      const count = counts[name]
      if (count !== undefined) sum[name] = (sum[name] ?? 0) + count
    }
  return sum
}

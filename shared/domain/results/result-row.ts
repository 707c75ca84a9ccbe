import * as z from 'zod/mini'
import { type CounterName, counterNames } from '#shared/domain/results/counters.ts'

/** What was counted; a counter that is missing was never raised. */
export type Counts = Readonly<Partial<Record<CounterName, number | undefined>>>

/** What was counted of one version, variant, channel and day of a campaign. */
export interface ResultRow {
  readonly campaignVersion: number
  /** `_` where the campaign has no variants, or it is not known which. */
  readonly variant: string
  /** `none` for the control group and tasks. */
  readonly channel: string
  /** The bank's own date, YYYY-MM-DD. */
  readonly day: string
  readonly counts: Counts
  /** What was converted, by currency, in minor units; missing where no amount was told. */
  readonly minorUnits?: Readonly<Record<string, number>>
}

/** The counters of an item; what else stands in it is not looked at. */
export const countsSchema = z.object(
  Object.fromEntries(counterNames.map((name) => [name, z.optional(z.int())])) as Record<
    CounterName,
    z.ZodMiniOptional<z.ZodMiniNumberFormat>
  >,
)

/** Adds amounts by currency. */
export const sumOfAmounts = (all: Iterable<ResultRow['minorUnits']>): Pick<ResultRow, 'minorUnits'> => {
  const sum: Record<string, number> = {}
  for (const amounts of all)
    for (const [currency, minor] of Object.entries(amounts ?? {}))
      sum[currency] = (sum[currency] ?? 0) + minor
  return Object.keys(sum).length === 0 ? {} : { minorUnits: sum }
}

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

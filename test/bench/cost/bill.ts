import { type Billed, dollarsOf, PRICE_SHEET } from '#test/bench/cost/price-sheet.ts'

/** What was used, by line of the price sheet; what is not there was not used. */
export type Usage = Readonly<Partial<Record<Billed, number>>>

export interface BillLine {
  readonly of: Billed
  readonly what: string
  readonly quantity: number
  readonly dollars: number
}

export interface Bill {
  readonly lines: readonly BillLine[]
  readonly dollars: number
}

/**
 * What a usage costs by the price sheet.
 * @param times by how much it is multiplied, such as from what was measured to a million events
 */
export const billOf = (usage: Usage, times = 1): Bill => {
  const lines = (Object.keys(PRICE_SHEET.lines) as Billed[]).flatMap((of): BillLine[] => {
    const quantity = (usage[of] ?? 0) * times
    const { what } = PRICE_SHEET.lines[of]
    return quantity === 0 ? [] : [{ of, what, quantity, dollars: dollarsOf(of, quantity) }]
  })
  return { lines, dollars: lines.reduce((sum, { dollars }) => sum + dollars, 0) }
}

/** @returns the sum of usages, line by line */
export const together = (...usages: readonly Usage[]): Usage => {
  const sum: Partial<Record<Billed, number>> = {}
  for (const usage of usages)
    for (const [of, quantity] of Object.entries(usage) as [Billed, number][])
      sum[of] = (sum[of] ?? 0) + quantity
  return sum
}

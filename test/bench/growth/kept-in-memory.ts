import { PRICE_SHEET } from '#test/bench/cost/price-sheet.ts'
import type { BenchTable } from '#test/bench/harness/bench.ts'

/** How often an environment of react-to-events reads the live campaigns (functions/react-to-events/handler.ts), in seconds. */
const WINDOW = 30

const MONTH_SECONDS = 30 * 86_400

/** At which what is read by the clock is shown for a million events: that many a second and environment. */
const RATE = 50

export interface LiveCampaignsRead {
  readonly campaigns: number
  /** Read units of one reading of all of them. */
  readonly liveUnits: number
}

/** What reading the live campaigns by the clock costs, whatever happens. */
export const standingRead = (units: number, rate = RATE) => {
  const dollars = (units * PRICE_SHEET.lines.readUnits.dollarsPerMillion) / 1e6
  return {
    perMonth: (dollars * MONTH_SECONDS) / WINDOW,
    perMillionEvents: (dollars * 1e6) / (rate * WINDOW),
  }
}

/** A table of what functions read again and again to keep it in memory. */
export const keptInMemory = (
  reads: readonly LiveCampaignsRead[],
): { readonly notes: readonly string[]; readonly table: BenchTable } => ({
  notes: [
    `Each environment of react-to-events looks every ${WINDOW} s whether live campaigns have changed; the second table shows what that costs an environment that is always there, and a million events at ${RATE} events a second in each.`,
  ],
  table: {
    head: [
      'live campaigns',
      'read units of all',
      '$ an environment and month',
      `$ a million events at ${RATE}/s`,
    ],
    rows: reads.map(({ campaigns, liveUnits }) => {
      const { perMonth, perMillionEvents } = standingRead(liveUnits)
      return [
        campaigns.toLocaleString('en'),
        String(liveUnits),
        perMonth.toFixed(2),
        perMillionEvents.toFixed(4),
      ]
    }),
  },
})

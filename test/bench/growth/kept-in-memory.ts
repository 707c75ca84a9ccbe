import { dollarsOf } from '#test/bench/cost/price-sheet.ts'
import type { BenchTable } from '#test/bench/harness/bench.ts'

/** How often an environment of react-to-events looks whether live campaigns have changed, in seconds (its handler.ts). */
const LOOK = 30

/** How often it reads them whether or not, in seconds (shared/adapters/dynamodb/campaign-store.ts). */
const REREAD = 300

/** Of the revision: an item of less than 4 KB, read consistently. */
const REVISION_UNITS = 1

const MONTH_SECONDS = 30 * 86_400

/** At which what is read by the clock is shown for a million events: that many a second and environment. */
const RATE = 50

export interface LiveCampaignsRead {
  readonly campaigns: number
  /** Read units of one reading of all of them. */
  readonly liveUnits: number
}

interface Standing {
  readonly perMonth: number
  readonly perMillionEvents: number
}

const standing = (unitsASecond: number, rate: number): Standing => ({
  perMonth: dollarsOf('readUnits', unitsASecond * MONTH_SECONDS),
  perMillionEvents: dollarsOf('readUnits', (unitsASecond * 1e6) / rate),
})

/**
 * What an environment's reading of live campaigns by the clock costs, in dollars; each change of one is another reading.
 * @param rate events a second of the environment
 */
export const standingRead = (liveUnits: number, rate = RATE) => ({
  /** With the revision looked at first. */
  now: standing(REVISION_UNITS / LOOK + liveUnits / REREAD, rate),
  /** All of them at each look. */
  always: standing(liveUnits / LOOK, rate),
})

/** A table of what functions read again and again to keep it in memory. */
export const keptInMemory = (
  reads: readonly LiveCampaignsRead[],
): { readonly notes: readonly string[]; readonly table: BenchTable } => ({
  notes: [
    `Each environment of react-to-events looks every ${LOOK} s at the revision of the live campaigns, and reads all of them where it has changed and every ${REREAD / 60} minutes; delivery looks up the campaign of its message. The second table shows what the former costs an environment that is always there, and for a million events at ${RATE} a second in each; beside it what reading all of them at each look would.`,
  ],
  table: {
    head: [
      'live campaigns',
      'read units of all',
      '$ an environment and month',
      `$ a million events at ${RATE}/s`,
      'without a revision: $ an environment and month',
      `without: $ a million events at ${RATE}/s`,
    ],
    rows: reads.map(({ campaigns, liveUnits }) => {
      const { now, always } = standingRead(liveUnits)
      return [
        campaigns.toLocaleString('en'),
        String(liveUnits),
        now.perMonth.toFixed(2),
        now.perMillionEvents.toFixed(4),
        always.perMonth.toFixed(2),
        always.perMillionEvents.toFixed(4),
      ]
    }),
  },
})

/**
 * What an open-source engagement engine (Node, MySQL, Redis) with 10,000 users did on a machine like this (2 shared
 * cores), by how many campaigns it had: issue 6.
 */
export const YARDSTICK = {
  few: { campaigns: 1, eventsPerSecond: 50, secondsPer1000: 34, requestsPerEvent: 34 },
  many: { campaigns: 200, eventsPerSecond: 12, secondsPer1000: 135, requestsPerEvent: 134 },
} as const

/** Milliseconds to its answer at two events a second: half of the events took no longer. */
export const YARDSTICK_P50 = 64

/** How much better this has to be. */
export const TIMES = { eventsPerSecond: 20, secondsPer1000: 15, requestsPerEvent: 10 } as const

/** The mix has four campaigns at least (test/bench/mix/campaigns.ts), where the yardstick has one. */
export const CAMPAIGNS = { few: 4, many: 200 } as const

export type Size = keyof typeof CAMPAIGNS

export const SIZES: readonly Size[] = ['few', 'many']

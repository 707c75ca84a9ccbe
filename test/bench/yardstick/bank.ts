/** The bank of the issue: its customers, its events a day, how long what is decided stays in the journal. */
export const BANK = { customers: 11_000_000, events: 42_000_000, journalDays: 395 } as const

export const DAY_SECONDS = 86_400

/** Quotas of an account that has asked for nothing, in us-east-1. */
export const QUOTAS = {
  /** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html: requests a second. */
  putEvents: 10_000,
  /** The same page: entries handed to targets, a second. */
  busInvocations: 18_750,
  /** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html: of one table, a second. */
  writeUnits: 40_000,
  /** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: environments at once. */
  environments: 1_000,
} as const

/** An entry goes to the queue of bank events and, for simulations, to the recording. */
const TARGETS = 2

export interface EventNeeds {
  /** Requests of PutEvents an event. */
  readonly requests: number
  /** Entries on the bus an event. */
  readonly entries: number
  /** Write units of the busiest table an event. */
  readonly writeUnits: number
  /** Seconds of all functions an event. */
  readonly seconds: number
}

/** Events a second that each quota allows, and so all of them. */
export const peakOf = ({ requests, entries, writeUnits, seconds }: EventNeeds) => {
  const by = {
    putEvents: QUOTAS.putEvents / requests,
    busInvocations: QUOTAS.busInvocations / TARGETS / entries,
    writeUnits: QUOTAS.writeUnits / writeUnits,
    environments: QUOTAS.environments / seconds,
  }
  return { ...by, all: Math.min(...Object.values(by)) }
}

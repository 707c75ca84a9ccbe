import { dollarsOf } from '#test/bench/cost/price-sheet.ts'

/** What on-demand tables take of one account without a raised quota, in units a second and table. */
const TABLE_LIMIT = 40_000

const BANK = 11_000_000
const WORKERS = 100

/** RunLaunch's memory (infra/constructs/run-launch.ts), in GB. */
const WORKER_GB = 1

export interface Measured {
  readonly readUnitsPerCustomer: number
  readonly writeUnitsPerCustomer: number
  /** Customers a second of all local workers together, and how many those were. */
  readonly rate: number
  readonly workers: number
  /** Share of the customers who got a message. */
  readonly messages: number
}

/** What a launch to so many customers takes, by units that were measured. */
export const extrapolate = ({
  readUnitsPerCustomer,
  writeUnitsPerCustomer,
  rate,
  workers,
  messages,
}: Measured) => {
  const perWorker = rate / workers
  const byWorkers = BANK / (perWorker * WORKERS)
  const byReads = (BANK * readUnitsPerCustomer) / TABLE_LIMIT
  const byWrites = (BANK * writeUnitsPerCustomer) / TABLE_LIMIT
  const lambdaSeconds = BANK / perWorker
  const dollars = {
    reads: dollarsOf('readUnits', BANK * readUnitsPerCustomer),
    writes: dollarsOf('writeUnits', BANK * writeUnitsPerCustomer),
    lambda: dollarsOf('lambdaGbSeconds', lambdaSeconds * WORKER_GB),
    // A message is put on its queue, ten a request.
    queues: dollarsOf('sqsRequests', BANK * messages * 0.1),
  }
  return {
    customers: BANK,
    workers: WORKERS,
    seconds: { byWorkers, byReads, byWrites, all: Math.max(byWorkers, byReads, byWrites) },
    dollars: { ...dollars, all: Object.values(dollars).reduce((sum, each) => sum + each, 0) },
  }
}

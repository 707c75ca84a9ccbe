import { PRICES, TABLE_LIMIT } from '#test/bench/launch/prices.ts'

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
  const million = 1e6
  const dollars = {
    reads: (BANK * readUnitsPerCustomer * PRICES.readUnits) / million,
    writes: (BANK * writeUnitsPerCustomer * PRICES.writeUnits) / million,
    lambda: lambdaSeconds * WORKER_GB * PRICES.lambdaGbSecond,
    // A message is put on its queue, ten a request.
    queues: (BANK * messages * 0.1 * PRICES.sqsRequests) / million,
  }
  return {
    customers: BANK,
    workers: WORKERS,
    seconds: { byWorkers, byReads, byWrites, all: Math.max(byWorkers, byReads, byWrites) },
    dollars: { ...dollars, all: Object.values(dollars).reduce((sum, each) => sum + each, 0) },
  }
}

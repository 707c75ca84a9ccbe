import type { Usage } from '#test/bench/cost/bill.ts'

/** What a number of bank events took, in one design. */
export interface Measured {
  readonly events: number
  /** What AWS bills of them. */
  readonly usage: Usage
  /** Requests to AWS's services by operation, as a meter counted them. */
  readonly requests: Readonly<Record<string, number>>
  /** Processor time of the functions, in seconds, by function. */
  readonly cpuSeconds: Readonly<Record<string, number>>
  /** Invocations by function. */
  readonly invocations: Readonly<Record<string, number>>
}

import { together } from '#test/bench/cost/bill.ts'
import type { Measured } from '#test/bench/cost/design.ts'
import type { Billed } from '#test/bench/cost/price-sheet.ts'
import { TRACED } from '#test/bench/cost/usage-of.ts'

/** What an operator turns on or off in either design: it says nothing about how they are built. */
export const OPERATING: readonly Billed[] = ['traces', 'archiveMegabytes', 'firehoseMegabytes']

/** What tracing adds to the two lines that Lambda logs of a call: the ids of its trace. */
const TRACE_LOG_BYTES = 70

const invocationsOf = ({ invocations }: Measured): number =>
  Object.values(invocations).reduce((sum, each) => sum + each, 0)

/**
 * Another design with what we operate: traced as ours is, and with the archive for replays and the recording for
 * simulations of the entries that it publishes.
 * @param ours a run that published in the same way
 */
export const operatedAlike = (other: Measured, ours: Measured): Measured => {
  const times = other.events / ours.events
  const { archiveMegabytes = 0, firehoseMegabytes = 0 } = ours.usage
  const operating = {
    traces: TRACED * invocationsOf(other),
    logMegabytes: (TRACE_LOG_BYTES * invocationsOf(other)) / 1e6,
    archiveMegabytes: archiveMegabytes * times,
    firehoseMegabytes: firehoseMegabytes * times,
  }
  return { ...other, usage: together(other.usage, operating) }
}

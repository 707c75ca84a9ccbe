import { entriesOf, type Packing, publish } from '#test/bench/cost/publish.ts'
import {
  type Memory,
  memory,
  type ProcessorTime,
  processorTime,
  timeBetween,
} from '#test/bench/end-to-end/look.ts'
import type { Due, Stage } from '#test/bench/end-to-end/stage.ts'
import { verifyMetrics } from '#test/bench/end-to-end/verify.ts'

/** What it took to do all that some events asked for, as fast as it goes. */
export interface Saturated {
  readonly events: number
  /** From the first PutEvents until nothing was left to do. */
  readonly seconds: number
  readonly time: ProcessorTime
  /** At its end. */
  readonly memory: Memory
}

/** Milliseconds that an event may take before something is wrong, and a run however short. */
const LIMIT = { event: 20, least: 60_000 } as const

/** Publishes events as fast as the bus takes them. @throws Error where they did not lead to exactly what they should */
export const saturated = async (
  { cloud, publisher }: Stage,
  { events, kinds }: Due,
  packing: Packing,
): Promise<Saturated> => {
  const entries = entriesOf(events, packing)
  const metricsBefore = await cloud.metrics()
  const before = await processorTime(cloud)
  const began = performance.now()
  await publish(publisher, cloud.connection.busName, entries)
  await cloud.settle(LIMIT.least + events.length * LIMIT.event)
  const seconds = (performance.now() - began) / 1000
  const time = timeBetween(before, await processorTime(cloud))
  verifyMetrics(metricsBefore, await cloud.metrics(), kinds)
  return { events: events.length, seconds, time, memory: memory(cloud) }
}

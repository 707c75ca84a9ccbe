import type { Clock } from '#shared/ports/clock.ts'
import type { Counters } from '#shared/ports/counters.ts'
import type { CustomerPages } from '#shared/ports/customer-pages.ts'
import type { DecisionRecorder } from '#shared/ports/decision-recorder.ts'
import type { DeliveryQueues } from '#shared/ports/delivery-queues.ts'
import type { LaunchLine } from '#shared/ports/launch-line.ts'
import type { LaunchEnds, LaunchParts } from '#shared/ports/launch-parts.ts'
import type { LaunchQueue } from '#shared/ports/launch-queue.ts'
import type { LaunchWatch } from '#shared/ports/launch-watch.ts'
import type { Log } from '#shared/ports/log.ts'
import type { RecordedDecisions } from '#shared/ports/recorded-decisions.ts'

/** All that run-launch needs from the world. */
export interface LaunchDependencies {
  readonly watch: LaunchWatch
  readonly parts: LaunchParts
  readonly pages: CustomerPages
  readonly line: LaunchLine
  readonly ends: LaunchEnds
  readonly recorder: DecisionRecorder
  readonly journal: RecordedDecisions
  readonly deliveries: DeliveryQueues
  readonly launches: LaunchQueue
  /** The time at which decisions are taken. */
  readonly clock: Clock
  /** Wall clock in epoch milliseconds: paces, claims and progress live by it, in a replay too. */
  readonly now: () => number
  /** Waits until that time. */
  readonly until: (epochMilliseconds: number) => Promise<void>
  readonly counters: Counters
  readonly log: Log
}

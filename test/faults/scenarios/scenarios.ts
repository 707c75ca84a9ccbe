import type { Scenario } from '#test/faults/scenario.ts'
import { drain } from '#test/faults/scenarios/drain.ts'
import { duplicates } from '#test/faults/scenarios/duplicates.ts'
import { fullRestart } from '#test/faults/scenarios/full-restart.ts'
import { providerDown } from '#test/faults/scenarios/provider-down.ts'
import { throttling } from '#test/faults/scenarios/throttling.ts'
import { timeouts } from '#test/faults/scenarios/timeouts.ts'
import { workerKilled } from '#test/faults/scenarios/worker-killed.ts'

/** All there are, in the order of the table. */
export const scenarios: readonly Scenario[] = [
  workerKilled,
  providerDown,
  throttling,
  timeouts,
  duplicates,
  fullRestart,
  drain,
]

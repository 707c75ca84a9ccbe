import { runCommand } from '#infra/local/commands/terminal.ts'
import { coldStart } from '#test/bench/cold-start/cold-start.ts'
import { cost } from '#test/bench/cost/cost.ts'
import { decisions } from '#test/bench/decisions/decisions.ts'
import { endToEnd } from '#test/bench/end-to-end/end-to-end.ts'
import { growth } from '#test/bench/growth/growth.ts'
import type { Bench } from '#test/bench/harness/bench.ts'
import { benchCommand } from '#test/bench/harness/command.ts'
import { matching } from '#test/bench/matching/matching.ts'
import { throughput } from '#test/bench/throughput/throughput.ts'
import { yardstick } from '#test/bench/yardstick/yardstick.ts'

/** By the name on the command line, in the order of RESULTS.md. */
export const benches: Readonly<Record<string, Bench>> = {
  cost,
  throughput,
  'end-to-end': endToEnd,
  matching,
  decisions,
  growth,
  'cold-start': coldStart,
  yardstick,
}

if (import.meta.main) await runCommand(() => benchCommand(process.argv.slice(2), benches))

import type { Setting } from '#test/bench/cost/play.ts'
import { QUIET_ONLY } from '#test/bench/mix/kinds.ts'

/** Records of one invocation of react-to-events as the template has them (infra/constructs/react-to-events.ts). */
const SHIPPED_BATCH = 10

const SIZES = [1, 10, 100, 500] as const

const singly = (sqsBatch: number): Setting => ({
  name: `single events, SQS batch ${sqsBatch}${sqsBatch === SHIPPED_BATCH ? ' (shipped)' : ''}`,
  packing: 'singly',
  sqsBatch,
})

const batched = (members: number): Setting => ({
  name: `BankEventBatch of ${members}`,
  packing: members,
  sqsBatch: SHIPPED_BATCH,
})

const compressed: Setting = {
  name: 'BankEventBatch of 500, compressed',
  packing: { compressed: 500 },
  sqsBatch: SHIPPED_BATCH,
}

/** Every way of publishing and receiving that is compared. */
export const settings: readonly Setting[] = [...SIZES.map(singly), ...SIZES.map(batched), compressed]

/** As the template has it, the bank publishing each event by itself. */
export const SHIPPED = singly(SHIPPED_BATCH)

/** As the template has it, the bank publishing in batches as large as they may be. */
export const LARGEST_BATCHES = batched(500)

/** What an event costs that nobody has anything to say about. */
export const QUIET: Setting = { ...LARGEST_BATCHES, name: 'quiet events alone', shares: QUIET_ONLY }

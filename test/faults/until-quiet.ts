import { type StoredMessage, storedMessages } from '#test/faults/gather.ts'
import type { FaultyCloud } from '#test/faults/processes/faulty-cloud.ts'

const MINUTE = 60_000

/** Real time that a round may take until queues are empty, in milliseconds. */
const ROUND_LIMIT = 180_000

/** Simulated time in which something that waits for nothing known may still come back, in milliseconds. */
const LAST_CHANCE = 20 * MINUTE

/** Longer than any message is valid, in simulated milliseconds. */
const LONGEST = 26 * 60 * MINUTE

const FINAL: ReadonlySet<string> = new Set([
  'sent',
  'delivered',
  'bounced',
  'complained',
  'failed',
  'expired',
  'cancelled',
])

const nextDue = (open: readonly StoredMessage[]): number | undefined => {
  const instants = open.flatMap(({ due }) => (due === undefined ? [] : [Date.parse(due)]))
  return instants.length === 0 ? undefined : Math.min(...instants)
}

/**
 * Plays on, minute by minute of simulated time or up to when the next message is due, until every message has ended or
 * nothing moves any more. Release-due runs at each step, as its schedule would have it.
 */
export const untilQuiet = async (cloud: FaultyCloud, onRound: (open: number) => void): Promise<void> => {
  const end = cloud.now().getTime() + LONGEST
  let isLast = false
  for (;;) {
    await cloud.settle(ROUND_LIMIT)
    const open = (await storedMessages(cloud.connection)).filter(({ state }) => !FINAL.has(state))
    onRound(open.length)
    if (open.length === 0) return
    const due = nextDue(open)
    const now = cloud.now().getTime()
    if (isLast || now > end) return
    isLast = due === undefined
    await cloud.advance(due === undefined ? LAST_CHANCE : Math.max(MINUTE, due - now + 1_000))
    await cloud.tick()
  }
}

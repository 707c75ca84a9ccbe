import type { MessageState } from '#shared/domain/message/lifecycle.ts'
import { statesBeforePath } from '#shared/domain/message/path.ts'
import type { CounterName } from '#shared/domain/results/counters.ts'

/** The states whose messages are counted, by the counter of the same name. */
const counted: ReadonlySet<MessageState> = new Set([
  'sent',
  'delivered',
  'bounced',
  'complained',
  'failed',
  'expired',
  'cancelled',
] satisfies (MessageState & CounterName)[])

/** States that prove that a provider took the message, also where its answer never came. */
const provesSent: ReadonlySet<MessageState> = new Set(['sent', 'delivered', 'bounced', 'complained'])

/**
 * What a move along a path of states counts. A message that goes from `sending` straight to what proves that it was sent
 * counts as sent, too. No counted state can be come to twice (test/unit/shared/domain/results), so that each counter is
 * the number of messages that came to its state at some time.
 * @param from the state it is moved from; @param path the states it passes, the last of them where it stays
 */
export const countsOfMove = (from: MessageState, path: readonly MessageState[]): readonly CounterName[] => {
  const names = new Set<CounterName>()
  if (!provesSent.has(from) && path.some((state) => provesSent.has(state))) names.add('sent')
  for (const state of path) if (counted.has(state)) names.add(state as MessageState & CounterName)
  return [...names]
}

/** States from which a move counts the same, and what. */
export interface CountedWay {
  readonly from: readonly MessageState[]
  readonly names: readonly CounterName[]
}

/** All ways to make a move along a path, by what they count; none where it counts nothing from anywhere. */
export const countedWays = (path: readonly MessageState[]): readonly CountedWay[] => {
  const ways = Object.values(
    Object.groupBy(statesBeforePath(path), (from) => countsOfMove(from, path).join()),
  ).flatMap((states) => (states?.[0] ? [{ from: states, names: countsOfMove(states[0], path) }] : []))
  return ways.some(({ names }) => names.length > 0) ? ways : []
}

import { plannedMessage } from '#shared/domain/decision/actions.ts'
import { decide } from '#shared/domain/decision/decide.ts'
import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import type { Hypothesis } from '#shared/domain/reach/hypothesis.ts'

/** Whose profile cannot be read. */
export const UNREADABLE = 'unreadable'

export type Tally = Record<string, number>

export const raise = (tally: Tally, name: string, by = 1): void => {
  tally[name] = (tally[name] ?? 0) + by
}

/** Names of what is counted beside the fates: `channel:email`, `task`, `held`. */
export const TASK = 'task'
export const HELD = 'held'
export const channelCount = (channel: string): string => `channel:${channel}`

/**
 * Decides about one customer as the engine would, and counts what came of it: `won` or the reason of the gate, and of who
 * is reached by which channel, whether a person gets a task, and whether the message waits for the customer's hours.
 */
export const countCustomer = (
  tally: Tally,
  profile: CustomerProfile,
  { index, settings, now, signalFor }: Hypothesis,
): void => {
  const decision = decide({ signal: signalFor(profile.customerId), profile, settings, now }, index)
  const [winner] = decision.winners
  if (!winner) {
    raise(tally, decision.fates()[0]?.fate ?? 'no-campaign')
    return
  }
  raise(tally, 'won')
  const message = plannedMessage(winner, decision.circumstances)
  if (message) raise(tally, channelCount(message.channel))
  if (message?.heldUntil !== undefined) raise(tally, HELD)
  if (winner.makesTask) raise(tally, TASK)
}

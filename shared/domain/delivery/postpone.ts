import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { unitHash } from '#shared/domain/stable-hash.ts'
import type { Purpose } from '#shared/domain/vocabulary.ts'

/** Why a message that may go out waits all the same; stands as the note of its step in the history. */
const postponements = ['no-slot', 'circuit-open', 'throttled', 'unavailable', 'account-paused'] as const
export type Postponement = (typeof postponements)[number]

const SHORTEST = 15_000
/** Marketing may wait longer; each round costs writes, and a step in the history. */
const LONGEST: Readonly<Record<Purpose, number>> = { service: 600_000, marketing: 1_800_000 }

/** How often a message was postponed so far. */
export const timesPostponed = ({ history }: Pick<MessageEntry, 'history'>): number =>
  history.filter(({ note }) => (postponements as readonly (string | undefined)[]).includes(note)).length

/**
 * How long a message is postponed, in milliseconds: 15 s, doubled each time, to 10 minutes for service and 30 for
 * marketing, times 0.5 to 1.5 by a hash of the message. Doubling keeps what comes after an outage in proportion to it:
 * nobody waits much longer after its end than it lasted. The hash spreads them, and is the same in a replay.
 * @param atLeast what must pass anyway, in milliseconds: the rest of an open circuit
 */
export const postponedBy = (
  message: Pick<MessageEntry, 'customerId' | 'entry' | 'purpose' | 'history'>,
  atLeast = 0,
): number => {
  const times = timesPostponed(message)
  const backoff = Math.min(LONGEST[message.purpose], SHORTEST * 2 ** Math.min(times, 10))
  const spread = 0.5 + unitHash(`${message.customerId} ${message.entry}`, times)
  return Math.max(0, atLeast) + Math.round(backoff * spread)
}

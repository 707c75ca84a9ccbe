import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { unitHash } from '#shared/domain/stable-hash.ts'
import type { Purpose } from '#shared/domain/vocabulary.ts'

/** Why a message that may go out waits all the same; stands as the note of its step in the history. */
const postponements = ['no-slot', 'circuit-open', 'throttled', 'unavailable', 'account-paused'] as const
export type Postponement = (typeof postponements)[number]

const SHORTEST = 15_000
/** Marketing may wait longer; each round costs writes, and a step in the history. */
const LONGEST: Readonly<Record<Purpose, number>> = { service: 600_000, marketing: 1_800_000 }
/**
 * Of how long it has been put off already, where that is more: an account that stays paused for weeks must not fill
 * the history of each message with a round every ten minutes.
 */
const PART_OF_THE_PAST = 1 / 8
const LONGEST_OF_ALL = 6 * 3_600_000

/** Trouble of the provider, as opposed to an account that is merely busy. */
const troubles: ReadonlySet<string | undefined> = new Set<Postponement>([
  'circuit-open',
  'unavailable',
  'account-paused',
])

/** So long a service message waits for its provider before it goes by another channel, in milliseconds. */
const PATIENCE = 30 * 60_000

const isPostponement = (note: string | undefined): boolean =>
  (postponements as readonly (string | undefined)[]).includes(note)

/** How often a message was postponed so far. */
export const timesPostponed = ({ history }: Pick<MessageEntry, 'history'>): number =>
  history.filter(({ note }) => isPostponement(note)).length

/** For how long it has been put off, in milliseconds, since the first step that `isMeant`. */
const putOffFor = (
  { history }: Pick<MessageEntry, 'history'>,
  at: Date,
  isMeant: (note: string | undefined) => boolean,
): number => {
  const first = history.find(({ note }) => isMeant(note))
  return first ? at.getTime() - Date.parse(first.at) : 0
}

/**
 * Whether a service message has waited for its provider long enough: what is left of its time is better spent on the
 * campaign's next channel, where there is one. Marketing waits: it is in no hurry, and a second channel may cost more.
 */
export const isOutOfPatience = (
  message: Pick<MessageEntry, 'purpose' | 'history' | 'fallbacks'>,
  at: Date,
): boolean =>
  message.purpose === 'service' &&
  (message.fallbacks ?? []).length > 0 &&
  putOffFor(message, at, (note) => troubles.has(note)) >= PATIENCE

/**
 * How long a message is postponed, in milliseconds: 15 s, doubled each time, to 10 minutes for service and 30 for
 * marketing, or an eighth of the time it has been put off already, to 6 hours; times 0.5 to 1.5 by a hash of the message.
 * Doubling keeps what comes after an outage in proportion to it: nobody waits much longer after its end than it lasted.
 * The hash spreads them, and is the same in a replay.
 * @param at now, of the message
 * @param atLeast what must pass anyway, in milliseconds: the rest of an open circuit
 */
export const postponedBy = (
  message: Pick<MessageEntry, 'customerId' | 'entry' | 'purpose' | 'history'>,
  at: Date,
  atLeast = 0,
): number => {
  const times = timesPostponed(message)
  const doubled = Math.min(LONGEST[message.purpose], SHORTEST * 2 ** Math.min(times, 10))
  const ofThePast = Math.min(LONGEST_OF_ALL, putOffFor(message, at, isPostponement) * PART_OF_THE_PAST)
  const backoff = Math.max(doubled, ofThePast)
  const spread = 0.5 + unitHash(`${message.customerId} ${message.entry}`, times)
  return Math.max(0, atLeast) + Math.round(backoff * spread)
}

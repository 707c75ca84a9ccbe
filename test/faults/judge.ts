import { RESENT_IN_DOUBT } from '#shared/domain/message/in-doubt.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { type MessageKey, messageKeyOfTags } from '#shared/domain/message/message-key.ts'
import type { RecordedCall } from '#test/faults/processes/cloud-process.ts'

/** All that is left when a run has come to rest. */
export interface Evidence {
  readonly messages: readonly MessageEntry[]
  readonly calls: readonly RecordedCall[]
  /** Bodies of what lies in dead-letter queues. */
  readonly deadLetters: readonly string[]
}

/** What became of the messages of a run, in numbers of messages. */
export interface Verdict {
  readonly messages: number
  readonly sent: number
  readonly delivered: number
  readonly inInbox: number
  /** In another final state, by state and reason. */
  readonly endedOtherwise: Readonly<Record<string, number>>
  /** In no final state, or said to be sent though no provider accepted it, or a dead letter; by what shows it. */
  readonly lost: Readonly<Record<string, number>>
  /** Marketing that providers accepted more than once. */
  readonly marketingTwice: number
  /** Service messages that they accepted more than once, all of them, and those whose journal does not explain it. */
  readonly serviceTwice: number
  readonly serviceTwiceUnexplained: number
  /** Given up in doubt, though no provider was being called. */
  readonly givenUpWithoutDoubt: number
  /** Accepted by a provider, ended otherwise, and never in doubt. */
  readonly untrue: number
  readonly accepted: number
  readonly refused: number
  /** Accepted calls whose answer was dropped. */
  readonly unanswered: number
}

/** A message that something is wrong with, for whoever looks into it: how it went, and what the providers recorded. */
export interface Suspect {
  readonly message: MessageEntry
  readonly calls: readonly RecordedCall[]
}

/** More than a few tell nothing new. */
const SUSPECTS = 10

const textOf = ({ customerId, entry }: MessageKey): string => `${customerId} ${entry}`

const tally = (names: Iterable<string>): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

/** How often providers accepted each message, by the key in the tags they were given. */
const acceptedByKey = (calls: readonly RecordedCall[]): ReadonlyMap<string, number> => {
  const keys = calls
    .filter(({ outcome }) => outcome === 'accepted')
    .map(({ tags }) => messageKeyOfTags(tags))
    .map((key) => (key === undefined ? 'unknown' : textOf(key)))
  return new Map(Object.entries(tally(keys)))
}

const deadKey = (body: string): string => {
  try {
    return textOf(JSON.parse(body) as MessageKey)
  } catch {
    return body
  }
}

const isOpen = ({ state }: MessageEntry): boolean => ['queued', 'held', 'sending'].includes(state)
const isWell = ({ state }: MessageEntry): boolean => state === 'sent' || state === 'delivered'

/** Why a message counts as lost; undefined where it does not. */
const lossOf = (message: MessageEntry, accepted: number, isDead: boolean): string | undefined => {
  if (isDead) return `dead letter, ${message.state}`
  if (isOpen(message)) return message.state
  return isWell(message) && message.channel !== 'inapp' && accepted === 0 ? 'never accepted' : undefined
}

/** In its life, not only at its end: a resent message was in doubt before it was given up. */
const wasInDoubt = ({ history }: MessageEntry): boolean => history.at(-2)?.state === 'sending'

const isResent = ({ history }: MessageEntry): boolean => history.some(({ note }) => note === RESENT_IN_DOUBT)

const isGivenUp = ({ state, reason }: MessageEntry): boolean => state === 'failed' && reason === 'in-doubt'

/** Twice by the one repetition that the journal tells of; a third call nothing explains. */
const isExplained = (message: MessageEntry, accepted: number): boolean => isResent(message) && accepted === 2

/** Compares what the journal says with what the providers recorded. */
export const judge = ({ messages, calls, deadLetters }: Evidence): Verdict => {
  const accepted = acceptedByKey(calls)
  const timesOf = (message: MessageEntry): number => accepted.get(textOf(message)) ?? 0
  const dead = new Set(deadLetters.map(deadKey))
  const known = new Set(messages.map(textOf))
  const strangers = [...dead].filter((key) => !known.has(key)).map(() => 'dead letter of something else')
  const lost = messages.flatMap(
    (message) => lossOf(message, timesOf(message), dead.has(textOf(message))) ?? [],
  )
  const count = (holds: (message: MessageEntry) => boolean): number => messages.filter(holds).length
  const twice = messages.filter((message) => timesOf(message) > 1)
  const service = twice.filter(({ purpose }) => purpose === 'service')
  const otherwise = messages.filter((message) => !isOpen(message) && !isWell(message))
  const ofOutcome = (outcome: RecordedCall['outcome']) => calls.filter((call) => call.outcome === outcome)
  return {
    messages: messages.length,
    sent: count(({ state }) => state === 'sent'),
    delivered: count(({ state, channel }) => state === 'delivered' && channel !== 'inapp'),
    inInbox: count(({ state, channel }) => state === 'delivered' && channel === 'inapp'),
    endedOtherwise: tally(otherwise.map(({ state, reason }) => `${state} ${reason ?? ''}`.trim())),
    lost: tally([...lost, ...strangers]),
    marketingTwice: twice.length - service.length,
    serviceTwice: service.length,
    serviceTwiceUnexplained: service.filter((message) => !isExplained(message, timesOf(message))).length,
    givenUpWithoutDoubt: count((message) => isGivenUp(message) && !wasInDoubt(message)),
    untrue: otherwise.filter((message) => timesOf(message) > 0 && !wasInDoubt(message)).length,
    accepted: ofOutcome('accepted').length,
    refused: ofOutcome('refused').length,
    unanswered: calls.filter(({ error }) => error === 'NoAnswer').length,
  }
}

/** Some of the messages that were lost, or sent twice, whatever their journal says of it. */
export const suspectsOf = ({ messages, calls, deadLetters }: Evidence): readonly Suspect[] => {
  const dead = new Set(deadLetters.map(deadKey))
  const byKey = Map.groupBy(calls, ({ tags }) => {
    const key = messageKeyOfTags(tags)
    return key === undefined ? '' : textOf(key)
  })
  const suspects = messages.flatMap((message): Suspect[] => {
    const own = byKey.get(textOf(message)) ?? []
    const accepted = own.filter(({ outcome }) => outcome === 'accepted').length
    const isLost = lossOf(message, accepted, dead.has(textOf(message))) !== undefined
    return isLost || accepted > 1 ? [{ message, calls: own }] : []
  })
  return suspects.slice(0, SUSPECTS)
}

/** Sum of a tally. */
export const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

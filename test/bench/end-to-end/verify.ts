import type { MixKind } from '#test/bench/mix/kinds.ts'

type Metrics = Readonly<Record<string, number>>

/** What the functions count of events that lead to so much, each of them once and each message delivered. */
const expected = ({ quiet, refused, message }: Readonly<Record<MixKind, number>>): Metrics => ({
  EventsAccepted: quiet + refused + message,
  EventsQuiet: quiet,
  EventsParked: 0,
  DecisionsRefused: refused,
  DecisionsWon: message,
  MessagesSent: message,
  Delivered: message,
})

/** @throws Error where the functions counted anything else between the two looks than the events should lead to */
export const verifyMetrics = (
  before: Metrics,
  after: Metrics,
  kinds: Readonly<Record<MixKind, number>>,
): void => {
  for (const [name, count] of Object.entries(expected(kinds))) {
    const counted = (after[name] ?? 0) - (before[name] ?? 0)
    if (counted !== count) throw new Error(`${name}: ${counted} instead of ${count}`)
  }
}

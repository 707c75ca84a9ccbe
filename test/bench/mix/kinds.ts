/** What an event of the mix leads to. */
export type MixKind = 'quiet' | 'refused' | 'message'

/** Of a hundred events, how many have a signal and are recorded, and how many of those lead to a message. */
export interface MixShares {
  readonly signals: number
  readonly messages: number
}

/** 97 % quiet, 3 % with a signal, 1 % with a message. */
export const USUAL_SHARES: MixShares = { signals: 3, messages: 1 }

/** Nobody's moment: what a quiet event costs. */
export const QUIET_ONLY: MixShares = { signals: 0, messages: 0 }

const places = (shares: MixShares, position: number): number => Math.floor((position * shares.signals) / 100)

const spoken = ({ signals, messages }: MixShares, signal: number): boolean =>
  Math.floor(((signal + 1) * messages) / signals) > Math.floor((signal * messages) / signals)

/**
 * What event `number` leads to. Signals stand evenly in each hundred, so that any hundred events in a row have exactly
 * the shares.
 */
export const mixKind = (number: number, shares: MixShares = USUAL_SHARES): MixKind => {
  const position = number % 100
  const signal = places(shares, position)
  if (places(shares, position + 1) === signal) return 'quiet'
  return spoken(shares, signal) ? 'message' : 'refused'
}

/** How many of the events from number `from` up to, not including, `to` are of each kind. */
export const mixCounts = (
  from: number,
  to: number,
  shares: MixShares = USUAL_SHARES,
): Readonly<Record<MixKind, number>> => {
  const counts = { quiet: 0, refused: 0, message: 0 }
  for (let number = from; number < to; number++) counts[mixKind(number, shares)] += 1
  return counts
}

import type { MessageState } from '#shared/domain/message/lifecycle.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/**
 * So long after a message was queued somebody looks whether it is on its way, in milliseconds: longer than all attempts
 * at one that is in doubt, and than a queue that keeps up lets anything wait.
 */
export const SETTLE_AFTER = 15 * MINUTE

/** Between two looks at one that is still not on its way. */
export const LOOK_AGAIN_AFTER = HOUR

/**
 * So long a provider's word of a message is waited for. SES tries to deliver for 14 hours, and a carrier keeps a text for
 * 72 hours at most (`TimeToLive` of SendTextMessage).
 */
export const CONFIRM_AFTER = 72 * HOUR

/** Note in the history of a message of which no provider's word came in that time. */
export const UNCONFIRMED = 'unconfirmed'

/**
 * Where a message stands in the index of what becomes due after a move along a path of states. `stays`: where it stood, so
 * that the moves that nearly every message makes within seconds, to `sending` and on to `sent`, write no index.
 */
export const placeAfter = (path: readonly MessageState[]): 'release' | 'settle' | 'stays' | 'none' => {
  const state = path.at(-1)
  if (state === 'held') return 'release'
  if (state !== 'queued' && state !== 'sending' && state !== 'sent') return 'none'
  return path.includes('queued') ? 'settle' : 'stays'
}

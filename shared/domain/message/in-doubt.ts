import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'

/** So often a queue hands a message in doubt out before anything is done: time for the provider's feedback. */
const RECEIVES_TO_WAIT = 3

/** Note in the history of a message that was sent a second time, because nobody knew of the first. */
export const RESENT_IN_DOUBT = 'resent-in-doubt'

/** Whether an earlier attempt may have gone out, whatever becomes of this one. */
export const wasInDoubt = ({ state, history }: Pick<MessageEntry, 'state' | 'history'>): boolean =>
  state === 'sending' || history.some(({ note }) => note === RESENT_IN_DOUBT)

/** Milliseconds; longer than any run of deliver-message may live. */
const LONGEST_RUN = 60_000

/** A queue record that names a message: its id, and how often the queue has handed it out, this time included. */
export interface Received {
  readonly recordId: string
  readonly receiveCount: number
}

/** Whether another queue record's run may be calling the provider right now; that record is then in charge. */
const isInOtherHands = (
  { claim }: Pick<MessageEntry, 'claim'>,
  { recordId }: Received,
  wallTime: Date,
): boolean =>
  claim !== undefined && claim.by !== recordId && wallTime.getTime() - Date.parse(claim.at) < LONGEST_RUN

/**
 * What to do with a message found in `sending`: the provider may have taken it.
 *
 * The outbox may queue a message twice. While the record whose run called the provider may still be at work, any other
 * one is of no use: `leave`. That one stays in its queue until the message is settled. An older doubt is anybody's
 * business, because a record that was put back from the dead-letter queue is a new one.
 *
 * Else the provider's feedback is waited for first. Then a service message is sent once more, because a customer rather
 * hears twice that a card expires than not at all; a marketing message is not.
 * @param wallTime now by the wall clock, in a replay too
 */
export const inDoubtAction = (
  message: Pick<MessageEntry, 'purpose' | 'history' | 'claim'>,
  received: Received,
  wallTime: Date,
): 'leave' | 'wait' | 'resend' | 'give-up' => {
  if (isInOtherHands(message, received, wallTime)) return 'leave'
  if (received.receiveCount < RECEIVES_TO_WAIT) return 'wait'
  const resent = message.history.some(({ note }) => note === RESENT_IN_DOUBT)
  return message.purpose === 'service' && !resent ? 'resend' : 'give-up'
}

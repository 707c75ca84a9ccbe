import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'

/** So often a queue hands a message in doubt out before anything is done: time for the provider's feedback. */
const RECEIVES_TO_WAIT = 3

/** Note in the history of a message that was sent a second time, because nobody knew of the first. */
export const RESENT_IN_DOUBT = 'resent-in-doubt'

/** Milliseconds; longer than any run of deliver-message may live. */
const LONGEST_RUN = 60_000

/** Whether a run that another queue record belongs to is most likely calling the provider right now. */
const isUnderWay = ({ history }: Pick<MessageEntry, 'history'>, receiveCount: number, now: Date): boolean => {
  const since = history.at(-1)?.at
  return receiveCount === 1 && since !== undefined && now.getTime() - Date.parse(since) < LONGEST_RUN
}

/**
 * What to do with a message found in `sending`: the provider may have taken it.
 *
 * A record received for the first time has called nobody yet, so another record of the same message did (the outbox
 * may queue it twice). While that one may still be at work, this one is of no use: `leave`. Only an old doubt is its
 * business too, because a record that was put back from the dead-letter queue counts its receives anew.
 *
 * Else the provider's feedback is waited for first. Then a service message is sent once more, because a customer rather
 * hears twice that a card expires than not at all; a marketing message is not.
 * @param receiveCount how often the queue has handed it out, this time included
 */
export const inDoubtAction = (
  message: Pick<MessageEntry, 'purpose' | 'history'>,
  receiveCount: number,
  now: Date,
): 'leave' | 'wait' | 'resend' | 'give-up' => {
  if (isUnderWay(message, receiveCount, now)) return 'leave'
  if (receiveCount < RECEIVES_TO_WAIT) return 'wait'
  const resent = message.history.some(({ note }) => note === RESENT_IN_DOUBT)
  return message.purpose === 'service' && !resent ? 'resend' : 'give-up'
}

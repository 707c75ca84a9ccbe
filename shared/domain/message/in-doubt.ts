import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'

/** So often a queue hands a message in doubt out before anything is done: time for the provider's feedback. */
const RECEIVES_TO_WAIT = 3

/** Note in the history of a message that was sent a second time, because nobody knew of the first. */
export const RESENT_IN_DOUBT = 'resent-in-doubt'

/**
 * What to do with a message found in `sending`: the provider may have taken it. First its feedback is waited for. Then
 * a service message is sent once more, because a customer rather hears twice that a card expires than not at all; a
 * marketing message is not.
 * @param receiveCount how often the queue has handed it out, this time included
 */
export const inDoubtAction = (
  message: Pick<MessageEntry, 'purpose' | 'history'>,
  receiveCount: number,
): 'wait' | 'resend' | 'give-up' => {
  if (receiveCount < RECEIVES_TO_WAIT) return 'wait'
  const resent = message.history.some(({ note }) => note === RESENT_IN_DOUBT)
  return message.purpose === 'service' && !resent ? 'resend' : 'give-up'
}

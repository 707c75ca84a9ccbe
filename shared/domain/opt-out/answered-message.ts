import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'

const DAY_MS = 86_400_000

/** After this nobody answers a message any more; the reply is about something else. */
const ANSWERED_WITHIN_MS = 7 * DAY_MS

/** Entries of the journal stand at the time of their moment, and may have been held for some days before they left. */
export const READ_BACK_MS = ANSWERED_WITHIN_MS + 7 * DAY_MS

const arrived: ReadonlySet<MessageEntry['state']> = new Set(['sent', 'delivered'])

const sentAt = ({ history }: MessageEntry): number =>
  Date.parse(history.find(({ state }) => state === 'sent' || state === 'delivered')?.at ?? '')

/**
 * The message that a reply to an SMS answers: the one that the provider names, else the last that went out in the seven
 * days before it.
 * @param messages of all customers who have the number
 * @param answers the provider's id of a message
 * @returns undefined where there is none
 */
export const answeredMessage = (
  messages: readonly MessageEntry[],
  at: Date,
  answers?: string,
): MessageEntry | undefined => {
  const candidates = messages.filter((message) => {
    const age = at.getTime() - sentAt(message)
    // The clocks of two services may differ by a little.
    return (
      message.channel === 'sms' && arrived.has(message.state) && age > -60_000 && age <= ANSWERED_WITHIN_MS
    )
  })
  const named = candidates.find(
    ({ providerMessageId }) => answers !== undefined && providerMessageId === answers,
  )
  return named ?? candidates.sort((left, right) => sentAt(left) - sentAt(right)).at(-1)
}

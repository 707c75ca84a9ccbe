import { type EndDependencies, endMessage } from '#functions/deliver-message/end-message.ts'
import { PermanentError, RetryableError } from '#shared/domain/errors.ts'
import { RESENT_IN_DOUBT } from '#shared/domain/message/in-doubt.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import type { ChannelProvider, OutgoingMessage } from '#shared/ports/channel-provider.ts'

export interface SendDependencies extends EndDependencies {
  /** For claims, which are about runs of ours and not about the bank's events. */
  readonly wallClock: () => Date
  readonly providers: Readonly<Record<OutgoingMessage['channel'], ChannelProvider>>
}

/** One attempt: `sending` is written before the provider is called, and what it answered after. */
export const sendMessage = (dependencies: SendDependencies) => {
  const { journal, providers, counters, wallClock } = dependencies
  const end = endMessage(dependencies)

  /** @returns false when another run, and so another queue record, has taken the message over meanwhile */
  const begin = async (message: MessageEntry, recordId: string, at: Date): Promise<boolean> => {
    const again = message.state === 'sending'
    const { moved } = await journal.transition(message, {
      to: 'sending',
      ...(again ? { through: ['queued'], note: RESENT_IN_DOUBT } : {}),
      at,
      ifAttempts: message.attempts,
      claim: { by: recordId, at: wallClock().toISOString() },
    })
    return moved
  }

  /** Writes down why the provider did not take the message; what may come out well later is thrown again. */
  const refused = async (message: MessageEntry, at: Date, error: unknown): Promise<void> => {
    if (error instanceof PermanentError) {
      return end(message, { to: 'failed', reason: error.reason }, at)
    }
    const notTaken = error instanceof RetryableError && error.reason !== 'in-doubt'
    if (notTaken) {
      const ifAttempts = message.attempts + 1
      await journal.transition(message, { to: 'queued', at, note: error.reason, ifAttempts })
    } else counters.count('MessagesInDoubt')
    throw error
  }

  /**
   * @param recordId of the queue record that is in charge of the attempt
   * @param at the time of both transitions
   */
  return async (
    message: MessageEntry,
    outgoing: OutgoingMessage,
    recordId: string,
    at: Date,
  ): Promise<void> => {
    if (!(await begin(message, recordId, at))) return
    let answer: Awaited<ReturnType<ChannelProvider['send']>>
    try {
      answer = await providers[outgoing.channel].send(outgoing)
    } catch (error) {
      return refused(message, at, error)
    }
    // Where the provider's feedback was faster, the message stands further on already, and this changes nothing.
    await journal.transition(message, { to: 'sent', at, providerMessageId: answer.providerMessageId })
    counters.count('MessagesSent')
  }
}

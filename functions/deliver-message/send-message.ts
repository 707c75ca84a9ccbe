import { type EndDependencies, endMessage } from '#functions/deliver-message/end-message.ts'
import { postponeMessage } from '#functions/deliver-message/postpone-message.ts'
import { ProviderError, providerErrorPolicies } from '#shared/domain/delivery/provider-error.ts'
import { PermanentError, RetryableError } from '#shared/domain/errors.ts'
import { RESENT_IN_DOUBT } from '#shared/domain/message/in-doubt.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import type { ChannelProvider, OutgoingMessage } from '#shared/ports/channel-provider.ts'
import type { DeliveryLine, Slot } from '#shared/ports/delivery-line.ts'

export interface SendDependencies extends EndDependencies {
  /** For claims, which are about runs of ours and not about the bank's events. */
  readonly wallClock: () => Date
  readonly providers: Readonly<Record<OutgoingMessage['channel'], ChannelProvider>>
  readonly line: Pick<DeliveryLine, 'report'>
}

/** One call of a provider. */
export interface Attempt {
  readonly slot: Slot
  /** Of the queue record that is in charge of it. */
  readonly recordId: string
  /** The time of its transitions. */
  readonly at: Date
}

/** One attempt: `sending` is written before the provider is called, and what it answered after. */
export const sendMessage = (dependencies: SendDependencies) => {
  const { journal, providers, counters, wallClock, line, log } = dependencies
  const end = endMessage(dependencies)
  const postpone = postponeMessage(dependencies)

  /** @returns false when another run, and so another queue record, has taken the message over meanwhile */
  const begin = async (message: MessageEntry, { recordId, at }: Attempt): Promise<boolean> => {
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

  const report = async (slot: Slot, outcome: Parameters<DeliveryLine['report']>[1]): Promise<void> => {
    const { opened } = await line.report(slot, outcome)
    if (!opened) return
    counters.count('CircuitOpened')
    log.warn('circuit opened', { channel: slot.channel, because: outcome })
  }

  /** Writes down why the provider did not take the message. @throws RetryableError where it may have taken it */
  const refused = async (message: MessageEntry, { slot, at }: Attempt, error: unknown): Promise<void> => {
    const attempts = message.attempts + 1
    // A mistake of ours, found before the call.
    if (error instanceof PermanentError)
      return end(message, { to: 'failed', reason: error.reason, attempts }, at)
    const policy = providerErrorPolicies[error instanceof ProviderError ? error.kind : 'in-doubt']
    if (policy.message === 'end') await end(message, { to: 'failed', reason: policy.reason, attempts }, at)
    if (policy.message === 'postpone') await postpone(message, { ...policy, attempts }, at)
    if (policy.message === 'doubt') counters.count('MessagesInDoubt')
    await report(slot, policy.channel)
    if (policy.message !== 'doubt') return
    throw error instanceof ProviderError ? new RetryableError('in-doubt') : error
  }

  const call = async (message: MessageEntry, outgoing: OutgoingMessage, attempt: Attempt): Promise<void> => {
    const { slot, at } = attempt
    let answer: Awaited<ReturnType<ChannelProvider['send']>>
    try {
      answer = await providers[outgoing.channel].send(outgoing)
    } catch (error) {
      return refused(message, attempt, error)
    }
    // Where the provider's feedback was faster, the message stands further on already, and this changes nothing.
    await journal.transition(message, { to: 'sent', at, providerMessageId: answer.providerMessageId })
    counters.count('MessagesSent')
    await report(slot, 'answered')
  }

  /** @returns false where another run has taken the message over, and the slot was not used */
  return async (message: MessageEntry, outgoing: OutgoingMessage, attempt: Attempt): Promise<boolean> => {
    if (!(await begin(message, attempt))) return false
    await call(message, outgoing, attempt)
    return true
  }
}

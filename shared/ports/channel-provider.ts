import type { MessageKey } from '#shared/domain/message/message-key.ts'
import type { Purpose } from '#shared/domain/vocabulary.ts'

interface Outgoing {
  /** Handed to the provider, so that its feedback finds the message again. */
  readonly key: MessageKey
  readonly purpose: Purpose
  /** BCP 47, of the text. */
  readonly locale: string
  readonly to: string
  readonly text: string
}

export interface OutgoingEmail extends Outgoing {
  readonly channel: 'email'
  readonly subject: string
  readonly html?: string
  /** One-click (RFC 8058); every marketing email has it. */
  readonly unsubscribeUrl?: string
}

export interface OutgoingSms extends Outgoing {
  readonly channel: 'sms'
  /** How long the message is worth delivering, in seconds. */
  readonly timeToLive: number
}

export type OutgoingMessage = OutgoingEmail | OutgoingSms

/** Somebody who carries messages: SES, End User Messaging, the bank's own gateway. Sends once, without retries. */
export interface ChannelProvider {
  /**
   * @throws ProviderError with what became of the message; see shared/domain/delivery/provider-error.ts
   */
  send(message: OutgoingMessage): Promise<{ readonly providerMessageId: string }>
}

import type { LoopbackAnswer, LoopbackRequest } from '#infra/local/loopback-server.ts'

/** What a sending operation was asked for, read from its wire format. */
export interface Draft {
  readonly operation: 'SendEmail' | 'SendTextMessage' | 'GatewayPost'
  readonly channel: 'email' | 'sms' | 'gateway'
  readonly destination: readonly string[]
  /** SES EmailTags, SMS Context; the signature headers at the gateway. */
  readonly tags: Readonly<Record<string, string>>
  readonly from?: string
  readonly subject?: string
  readonly text?: string
  /** SES says nothing of what becomes of a message that was sent without one. */
  readonly configurationSet?: string
  readonly messageType?: string
}

/** One call of a sending operation, as kept in `<dataDirectory>/inbox/<id>.json`. */
export interface ProviderCall extends Draft {
  /** The provider's message id; of a refused call a made-up one. */
  readonly id: string
  /** Order of arrival, from 1, going on after a restart. */
  readonly sequence: number
  /** ISO, milliseconds. */
  readonly at: string
  readonly outcome: 'accepted' | 'refused'
  /** Error code of a refused call; `NoAnswer` for an accepted one whose answer was dropped. */
  readonly error?: string
  /** `done` only once all its events were published. */
  readonly feedback: 'none' | 'pending' | 'done'
}

/** One provider's protocol. */
export interface Protocol {
  readonly operation: Draft['operation']
  readonly channel: Draft['channel']
  readonly hasFeedback: (draft: Draft) => boolean
  readonly throttled: { readonly code: string; readonly status: number }
  newId(): string
  /** Throws the AwsError that the provider would answer. `message` composes what goes out, where that is a file. */
  read(request: LoopbackRequest): { draft: Draft; message?: (id: string, at: Date) => Promise<Uint8Array> }
  accepted(id: string): LoopbackAnswer
}

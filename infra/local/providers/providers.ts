import type { ServiceEvent } from '#infra/local/event-bus.ts'

/** `throttle` and `outage` refuse before acceptance; `timeout-after-accept` takes the message and drops the answer. */
export interface Faults {
  readonly mode: 'none' | 'throttle' | 'outage' | 'timeout-after-accept'
  /** Share of the calls hit, 0 to 1 (default 1). */
  readonly share?: number
  readonly seed?: number
}

/** One call of a sending operation, as kept in `<dataDirectory>/inbox/<id>.json`. */
export interface ProviderCall {
  /** The provider's message id; of a refused call a made-up one. */
  readonly id: string
  /** Order of arrival, from 1, going on after a restart. */
  readonly sequence: number
  readonly at: string
  readonly operation: 'SendEmail' | 'SendTextMessage' | 'GatewayPost'
  readonly channel: 'email' | 'sms' | 'gateway'
  readonly destination: readonly string[]
  /** SES EmailTags, SMS Context, none for the gateway. */
  readonly tags: Readonly<Record<string, string>>
  readonly subject?: string
  readonly text?: string
  readonly outcome: 'accepted' | 'refused'
  /** Error code of a refused call; `NoAnswer` for an accepted one whose answer was dropped. */
  readonly error?: string
  readonly feedback: 'none' | 'pending' | 'done'
}

export interface ProvidersOptions {
  /** Messages and records are kept in `<dataDirectory>/inbox`. */
  readonly dataDirectory: string
  /** What Secrets Manager holds: ARN or name → SecretString. */
  readonly secrets: Readonly<Record<string, string>>
  /** `whsec_<base64>`: what the gateway checks signatures with. */
  readonly gatewaySecret: string
  /** Usually `bus.publishServiceEvent`. A message's feedback counts as done only when this resolved. */
  readonly publishFeedback: (event: ServiceEvent) => Promise<void>
  readonly now?: () => Date
  readonly port?: number
}

export interface Providers {
  /** Base URL of SES, SMS, Secrets Manager and the inbox page; the gateway is `<url>/gateway`. */
  readonly url: string
  /** Every recorded call, oldest first, those of earlier runs on the same directory included. */
  calls(): readonly ProviderCall[]
  /** Messages whose feedback has not been published yet. */
  pendingFeedback(): number
  /** Publishes what an earlier run left outstanding, or what failed to be published. */
  resumeFeedback(): Promise<void>
  setFaults(faults: Faults): void
  /** Closes the server and waits for feedback under way. */
  stop(): Promise<void>
}

export function startProviders(_options: ProvidersOptions): Promise<Providers> {
  throw new Error('not yet')
}

import type { Postponement } from '#shared/domain/delivery/postpone.ts'

/**
 * What a provider's refusal means, whoever the provider is.
 *
 * - `throttled`: it is asked too often, and took nothing
 * - `unavailable`: it has trouble of its own, and took nothing
 * - `account-paused`: it takes nothing from this installation until a person has done something
 * - `address-invalid`: there is no such address, or nothing may be sent to it
 * - `content-rejected`: it does not carry what is written there
 * - `refused`: it will never take this message, and does not say which of the two it is
 * - `in-doubt`: it may have taken the message, nobody knows
 */
export type ProviderErrorKind =
  | 'throttled'
  | 'unavailable'
  | 'account-paused'
  | 'address-invalid'
  | 'content-rejected'
  | 'refused'
  | 'in-doubt'

/** What a call says about the channel: see shared/domain/delivery/breaker.ts. */
export type ChannelOutcome = 'answered' | 'throttled' | 'failed' | 'paused'

/** Why the message fails where it ends; for a postponed one, where its time is over before the provider is back. */
interface Fate {
  readonly reason: string
  readonly channel: ChannelOutcome
}

export type ProviderErrorPolicy =
  /** It is tried again later, as long as it is true. */
  | (Fate & { readonly message: 'postpone'; readonly why: Postponement })
  | (Fate & { readonly message: 'end' })
  /** As docs/adr/0006 says. */
  | (Fate & { readonly message: 'doubt' })

/** The policy of each kind. A refusal of one message is an answer like any other: the channel works. */
export const providerErrorPolicies: Readonly<Record<ProviderErrorKind, ProviderErrorPolicy>> = {
  throttled: { message: 'postpone', why: 'throttled', reason: 'provider-unavailable', channel: 'throttled' },
  unavailable: { message: 'postpone', why: 'unavailable', reason: 'provider-unavailable', channel: 'failed' },
  'account-paused': {
    message: 'postpone',
    why: 'account-paused',
    reason: 'account-paused',
    channel: 'paused',
  },
  'address-invalid': { message: 'end', reason: 'address-invalid', channel: 'answered' },
  'content-rejected': { message: 'end', reason: 'content-rejected', channel: 'answered' },
  refused: { message: 'end', reason: 'refused-by-provider', channel: 'answered' },
  'in-doubt': { message: 'doubt', reason: 'in-doubt', channel: 'failed' },
}

/** What a provider adapter throws: the kind and nothing of the provider's text, which may quote an address (RULES 17). */
export class ProviderError extends Error {
  override readonly name = 'ProviderError'
  readonly kind: ProviderErrorKind

  constructor(kind: ProviderErrorKind) {
    super(kind)
    this.kind = kind
  }
}

import type { Keyring } from '#shared/domain/unsubscribe/keyring.ts'

/** The keys of links to unsubscribe. */
export interface UnsubscribeKeys {
  /** @throws RetryableError `unavailable` when they cannot be had */
  keyring(): Promise<Keyring>
}

import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { createSecret } from '#shared/adapters/secrets/secret.ts'
import { RetryableError } from '#shared/domain/errors.ts'
import { type Keyring, parseKeyring } from '#shared/domain/unsubscribe/keyring.ts'
import type { UnsubscribeKeys } from '#shared/ports/unsubscribe-keys.ts'

export interface UnsubscribeKeysOptions {
  readonly client: SecretsManagerClient
  readonly secretId: string
  readonly now: () => number
}

/** A new key must be known everywhere before it signs: the runbook has one wait for longer than this. */
const KEPT_MS = 5 * 60_000

/** The keyring in Secrets Manager; where it cannot be asked for again, the one that is known goes on being used. */
export const createUnsubscribeKeys = ({ client, secretId, now }: UnsubscribeKeysOptions): UnsubscribeKeys => {
  let known: { readonly keyring: Keyring; readonly until: number } | undefined
  const fetchKeyring = async (): Promise<Keyring> => {
    const keyring = parseKeyring(await createSecret(client, secretId)())
    if (keyring === undefined) throw new RetryableError('unavailable')
    return keyring
  }
  return {
    keyring: async () => {
      if (known !== undefined && now() < known.until) return known.keyring
      try {
        known = { keyring: await fetchKeyring(), until: now() + KEPT_MS }
      } catch (error) {
        if (known === undefined) throw error
        known = { ...known, until: now() + KEPT_MS }
      }
      return known.keyring
    },
  }
}

import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { RetryableError } from '#shared/domain/errors.ts'

/**
 * A secret's text, fetched when first needed and then kept for the life of the function's instance.
 * @throws RetryableError `unavailable` when it cannot be had; the next call tries again
 */
export const createSecret = (client: SecretsManagerClient, secretId: string): (() => Promise<string>) => {
  let kept: Promise<string> | undefined
  const fetchSecret = async (): Promise<string> => {
    try {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }))
      if (SecretString) return SecretString
    } catch {
      // Its text could name the secret's holder; that it is not to be had is all that matters here.
    }
    kept = undefined
    throw new RetryableError('unavailable')
  }
  return () => {
    kept ??= fetchSecret()
    return kept
  }
}

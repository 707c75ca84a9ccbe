import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it } from 'vitest'
import { createSecret } from '#shared/adapters/secrets/secret.ts'
import { RetryableError } from '#shared/domain/errors.ts'

const api = mockClient(SecretsManagerClient)

beforeEach(() => {
  api.reset()
})

describe('a secret', () => {
  it('is fetched once', async () => {
    api.on(GetSecretValueCommand, { SecretId: 'arn' }).resolves({ SecretString: 'whsec_x' })
    const secret = createSecret(new SecretsManagerClient({}), 'arn')
    expect(await Promise.all([secret(), secret()])).toEqual(['whsec_x', 'whsec_x'])
    expect(await secret()).toBe('whsec_x')
    expect(api.calls()).toHaveLength(1)
  })

  it('is asked for again after it could not be had', async () => {
    api.on(GetSecretValueCommand).rejectsOnce(new Error('away')).resolves({ SecretString: 'whsec_x' })
    const secret = createSecret(new SecretsManagerClient({}), 'arn')
    await expect(secret()).rejects.toEqual(new RetryableError('unavailable'))
    expect(await secret()).toBe('whsec_x')
  })
})

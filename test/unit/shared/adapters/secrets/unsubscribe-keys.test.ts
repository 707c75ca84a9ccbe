import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, expect, it } from 'vitest'
import { createUnsubscribeKeys } from '#shared/adapters/secrets/unsubscribe-keys.ts'

const secrets = mockClient(SecretsManagerClient)
const text = (current: string) => JSON.stringify({ current, k1: 'a'.repeat(44), k2: 'b'.repeat(44) })
const MINUTE = 60_000

let time = 0
const keys = () =>
  createUnsubscribeKeys({ client: new SecretsManagerClient(), secretId: 'arn', now: () => time })

beforeEach(() => {
  time = 0
  secrets.reset()
  secrets.on(GetSecretValueCommand).resolves({ SecretString: text('k1') })
})

it('is asked for once, and again after five minutes, so that a new key is known within the runbook’s ten', async () => {
  const { keyring } = keys()
  expect((await keyring()).current).toBe('k1')
  secrets.on(GetSecretValueCommand).resolves({ SecretString: text('k2') })
  time = 4 * MINUTE
  expect((await keyring()).current).toBe('k1')
  expect(secrets.commandCalls(GetSecretValueCommand)).toHaveLength(1)
  time = 6 * MINUTE
  expect((await keyring()).current).toBe('k2')
})

it('stays as it is known while it cannot be had anew', async () => {
  const { keyring } = keys()
  await keyring()
  time = 6 * MINUTE
  secrets.on(GetSecretValueCommand).rejects(new Error('down'))
  expect((await keyring()).current).toBe('k1')
  secrets.on(GetSecretValueCommand).resolves({ SecretString: 'no keyring' })
  time = 12 * MINUTE
  expect((await keyring()).current).toBe('k1')
})

it.each(['', 'no keyring', '{}'])(
  'cannot be had from %j: what needs it comes back later',
  async (SecretString) => {
    secrets.on(GetSecretValueCommand).resolves({ SecretString })
    await expect(keys().keyring()).rejects.toThrow('unavailable')
  },
)

import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it } from 'vitest'
import { createWebhookSecrets } from '#shared/adapters/secrets/webhook-secrets.ts'
import { RetryableError } from '#shared/domain/errors.ts'

const manager = mockClient(SecretsManagerClient)
const holding = (SecretString: string) => manager.on(GetSecretValueCommand).resolves({ SecretString })

let clock = 0
const secrets = () =>
  createWebhookSecrets({ client: new SecretsManagerClient(), secretId: 'arn', now: () => clock })

beforeEach(() => {
  manager.reset()
  clock = 0
})

describe('the secrets of endpoints', () => {
  it('are one each, or several while they change; none where nobody typed one', async () => {
    holding('{"crm":"whsec_1","erp":["whsec_2","whsec_1"]}')
    const known = secrets()
    expect(await known.of('crm')).toEqual(['whsec_1'])
    expect(await known.of('erp')).toEqual(['whsec_2', 'whsec_1'])
    expect(await known.of('other')).toEqual([])
    expect(await known.of('constructor')).toEqual([])
    expect(manager.calls()).toHaveLength(1)
  })

  it('are asked for again after a minute', async () => {
    holding('{"crm":"whsec_1"}')
    const known = secrets()
    await known.of('crm')
    holding('{"crm":"whsec_2"}')
    clock = 59_000
    expect(await known.of('crm')).toEqual(['whsec_1'])
    clock = 61_000
    expect(await known.of('crm')).toEqual(['whsec_2'])
  })

  it.each(['{', '[]', '{"crm":1}', '{"crm":""}'])(
    'go on as they are known while the value is %s',
    async (value) => {
      holding('{"crm":"whsec_1"}')
      const known = secrets()
      await known.of('crm')
      holding(value)
      clock = 61_000
      expect(await known.of('crm')).toEqual(['whsec_1'])
    },
  )

  it('are to be asked for later when they were never known', async () => {
    manager.on(GetSecretValueCommand).rejects(new Error('denied'))
    const known = secrets()
    await expect(known.of('crm')).rejects.toThrow(RetryableError)
    holding('{"crm":"whsec_1"}')
    expect(await known.of('crm')).toEqual(['whsec_1'])
  })
})

import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Connection } from '#infra/local/commands/connection.ts'
import { enterWebhookEndpoint } from '#infra/local/commands/start/webhook-endpoint.ts'
import { settingsItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'

const mock = mockClient(DynamoDBDocumentClient)
beforeEach(() => void mock.reset())

const enter = async (webhooks: Settings['webhooks']) => {
  mock.on(GetCommand).resolves({ Item: settingsItem({ ...defaultSettings, webhooks }) })
  mock.on(UpdateCommand).resolves({})
  const connection = {
    documentClient: DynamoDBDocumentClient.from(new DynamoDBClient()),
    name: () => 'campaigns',
  } as unknown as Connection
  await enterWebhookEndpoint({ endpoints: { ses: 'http://127.0.0.1:2' } as never }, connection)
  return mock
    .commandCalls(UpdateCommand)
    .map(({ args: [{ input }] }) => input.ExpressionAttributeValues?.[':webhooks'])
}

const crm = (url: string) => ({ id: 'crm', url, events: ['message.*'] })
const now = expect.objectContaining({ id: 'crm', url: 'http://127.0.0.1:2/webhooks/crm' })

describe('the double of a bank’s system', () => {
  it('is entered where none is', async () => {
    expect(await enter([])).toEqual([[now]])
  })

  it('moves with its port, and leaves other endpoints', async () => {
    const other = { ...crm('https://erp.bank.example/'), id: 'erp' }
    expect(await enter([crm('http://127.0.0.1:1/webhooks/crm'), other])).toEqual([[other, now]])
  })

  it('does not take the place of what somebody entered', async () => {
    expect(await enter([crm('https://crm.bank.example/')])).toEqual([])
  })
})

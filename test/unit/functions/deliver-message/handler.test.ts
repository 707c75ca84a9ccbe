import {
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import type { Context, SQSEvent } from 'aws-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { liveItem, settingsItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { aMessage } from '#test/support/builders/messages.ts'

const table = mockClient(DynamoDBDocumentClient)
const environment = {
  CUSTOMERS_TABLE: 'customers',
  CONTACTS_TABLE: 'contacts',
  CAMPAIGNS_TABLE: 'campaigns',
  JOURNAL_TABLE: 'journal',
  EMAIL_PROVIDER: 'ses',
  SMS_PROVIDER: 'end-user-messaging',
  SES_FROM_ADDRESS: 'bank@bank.example',
  SES_CONFIGURATION_SET: 'set',
  SMS_ORIGINATION_IDENTITY: 'BANK',
  GATEWAY_SECRET_ARN: 'arn',
  UNSUBSCRIBE_BASE_URL: 'https://links.bank.example/u',
  UNSUBSCRIBE_SECRET_ARN: 'arn',
  LOG_LEVEL: 'ERROR',
  AWS_REGION: 'eu-central-1',
  POWERTOOLS_METRICS_DISABLED: 'true',
}

const context = { getRemainingTimeInMillis: () => 20_000 } as Context

const load = async (changes: Readonly<Record<string, string>> = {}) => {
  for (const [name, value] of Object.entries({ ...environment, ...changes })) vi.stubEnv(name, value)
  return import('#functions/deliver-message/handler.ts')
}

beforeEach(() => {
  vi.resetModules()
  table.reset()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

describe('the handler of deliver-message', () => {
  it('puts a message into the inbox by the clock it is told, and reports a record that names none', async () => {
    const message = aMessage({ channel: 'inapp' })
    table.on(GetCommand).resolves({})
    table.on(GetCommand, { TableName: 'journal', Key: keyOf(message) }, false).resolves({ Item: message })
    table.on(GetCommand, { TableName: 'campaigns' }, false).resolves({ Item: settingsItem(defaultSettings) })
    const campaign = aCampaign()
    const Key = { collection: 'live', entry: campaign.id }
    table.on(GetCommand, { TableName: 'campaigns', Key }, false).resolves({ Item: liveItem(campaign) })
    const profile = { customerId: 'C1', item: 'profile', locale: { v: 'v1', x: 'en' } }
    table.on(GetCommand, { TableName: 'customers' }, false).resolves({ Item: profile })
    table.on(TransactWriteCommand).resolves({})
    const { handler } = await load({ CLOCK: 'event' })
    const attributes = { ApproximateReceiveCount: '1' }
    const event = {
      Records: [
        { messageId: 'good', attributes, body: JSON.stringify(keyOf(message)) },
        { messageId: 'bad', attributes, body: 'nothing' },
      ],
    } as SQSEvent
    expect(await handler(event, context)).toEqual({ batchItemFailures: [{ itemIdentifier: 'bad' }] })
    const written = table
      .commandCalls(TransactWriteCommand)
      .flatMap(({ args }) => args[0].input.TransactItems?.map(({ Update }) => Update) ?? [])
    expect(written).toMatchObject([
      {
        TableName: 'journal',
        Key: keyOf(message),
        ExpressionAttributeValues: { ':to': 'delivered', ':inbox': { title: 'Low' } },
      },
      { TableName: 'campaigns', Key: { entry: 'v000001#_#inapp#2026-03-10' } },
    ])
    expect(written[0]?.ExpressionAttributeValues?.[':steps'][0].at).toBe(message.decidedAt)
  })

  it('asks whether a campaign is live so often that a pause is known seconds before it must be obeyed', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const message = aMessage({ channel: 'inapp', validUntil: '2999-01-01T00:00:00.000Z' })
    table.on(GetCommand).resolves({ Item: settingsItem(defaultSettings) })
    table.on(GetCommand, { TableName: 'journal' }, false).resolves({ Item: message })
    const Key = { collection: 'live', entry: message.campaignId }
    table.on(GetCommand, { TableName: 'campaigns', Key }, false).resolves({})
    const asked = () => table.commandCalls(GetCommand, { TableName: 'campaigns', Key, ConsistentRead: true })
    table.on(UpdateCommand).resolves({})
    const { handler } = await load()
    const attributes = { ApproximateReceiveCount: '1' }
    const record = { messageId: 'one', attributes, body: JSON.stringify(keyOf(message)) }
    const deliver = () => handler({ Records: [record] } as SQSEvent, context)
    await deliver()
    await deliver()
    expect(asked()).toHaveLength(1)
    vi.setSystemTime(Date.now() + 3_500)
    await deliver()
    expect(asked()).toHaveLength(2)
    expect(table.commandCalls(QueryCommand)).toEqual([])
  })

  it('does not start where the gateway is chosen without an address', async () => {
    await expect(load({ SMS_PROVIDER: 'gateway' })).rejects.toThrow('GATEWAY_URL')
  })

  it('does not start with an environment that is not whole', async () => {
    await expect(load({ EMAIL_PROVIDER: 'pigeon' })).rejects.toThrow('EMAIL_PROVIDER')
  })
})

function keyOf({ customerId, entry }: { customerId: string; entry: string }) {
  return { customerId, entry }
}

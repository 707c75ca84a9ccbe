import { DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { Context } from 'aws-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { settingsItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { defaultSettings } from '#shared/domain/settings.ts'

const table = mockClient(DynamoDBDocumentClient)
const environment = {
  CUSTOMERS_TABLE: 'customers',
  CONTACTS_TABLE: 'contacts',
  CAMPAIGNS_TABLE: 'campaigns',
  JOURNAL_TABLE: 'journal',
  PARKED_TABLE: 'parked',
  EMAIL_SERVICE_QUEUE_URL: 'http://127.0.0.1:1/email-service',
  EMAIL_MARKETING_QUEUE_URL: 'http://127.0.0.1:1/email-marketing',
  SMS_SERVICE_QUEUE_URL: 'http://127.0.0.1:1/sms-service',
  SMS_MARKETING_QUEUE_URL: 'http://127.0.0.1:1/sms-marketing',
  INAPP_QUEUE_URL: 'http://127.0.0.1:1/inapp',
  CONVERSIONS_QUEUE_URL: 'http://127.0.0.1/conversions',
  LOG_LEVEL: 'ERROR',
  AWS_REGION: 'eu-central-1',
  POWERTOOLS_METRICS_DISABLED: 'true',
}

beforeEach(() => {
  vi.resetModules()
  vi.useFakeTimers({ toFake: ['Date'] })
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  table.reset()
  table.on(GetCommand).resolves({ Item: settingsItem(defaultSettings) })
  table.on(QueryCommand).resolves({ Items: [] })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

describe('the handler of react-to-events', () => {
  it('asks which campaigns are live less often than it is called, but more than once a minute', async () => {
    const { handler } = await import('#functions/react-to-events/handler.ts')
    const batch = () => handler({ Records: [] }, {} as Context)
    await batch()
    await batch()
    expect(table.commandCalls(QueryCommand)).toHaveLength(1)
    // What an event waits for in its queue, its batch and the decision must fit into the minute as well.
    vi.setSystemTime(Date.now() + 45_000)
    await batch()
    expect(table.commandCalls(QueryCommand)).toHaveLength(2)
  })
})

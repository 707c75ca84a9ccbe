import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs'
import { DynamoDBDocumentClient, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { Context, ScheduledEvent } from 'aws-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { settingsItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { dueKey } from '#shared/tables/journal.ts'
import { aHeldMessage, aTask } from '#test/support/builders/messages.ts'

const table = mockClient(DynamoDBDocumentClient)
const queues = mockClient(SQSClient)
const environment = {
  JOURNAL_TABLE: 'journal',
  CAMPAIGNS_TABLE: 'campaigns',
  EMAIL_SERVICE_QUEUE_URL: 'https://queues/email-service',
  EMAIL_MARKETING_QUEUE_URL: 'https://queues/email-marketing',
  SMS_SERVICE_QUEUE_URL: 'https://queues/sms-service',
  SMS_MARKETING_QUEUE_URL: 'https://queues/sms-marketing',
  INAPP_QUEUE_URL: 'https://queues/inapp',
  EMAIL_PROVIDER: 'ses',
  SMS_PROVIDER: 'gateway',
  CLOCK: 'event',
  LOG_LEVEL: 'ERROR',
  AWS_REGION: 'eu-central-1',
  POWERTOOLS_METRICS_DISABLED: 'true',
}
const message = aHeldMessage()
const task = aTask()
const keyOf = ({ customerId, entry }: { customerId: string; entry: string }) => ({ customerId, entry })

const load = async (changes: Readonly<Record<string, string>> = {}) => {
  for (const [name, value] of Object.entries({ ...environment, ...changes })) vi.stubEnv(name, value)
  return import('#functions/release-due/handler.ts')
}
const tick = { time: '2026-03-11T07:11:00Z' } as ScheduledEvent
const contextWith = (remaining: number) => ({ getRemainingTimeInMillis: () => remaining }) as Context

beforeEach(() => {
  vi.resetModules()
  table.reset()
  queues.reset()
  table.on(QueryCommand).resolves({ Items: [] })
  const rows = { [dueKey('release', 0)]: message, [dueKey('task', 3)]: task }
  for (const [key, row] of Object.entries(rows))
    table
      .on(QueryCommand, {
        ExpressionAttributeValues: { ':dueKey': key, ':upTo': '2026-03-11T07:11:00.000Z' },
      })
      .resolves({ Items: [{ ...keyOf(row), due: '2026-03-11T07:00:00.000Z' }] })
  table.on(GetCommand, { TableName: 'campaigns' }, false).resolves({
    Item: settingsItem({
      ...defaultSettings,
      tasks: { perManagerAndDay: 1, branches: { B1: { managers: [], head: 'HEAD1' } } },
    }),
  })
  table.on(GetCommand, { TableName: 'journal', Key: keyOf(message) }, false).resolves({ Item: message })
  table.on(GetCommand, { TableName: 'journal', Key: keyOf(task) }, false).resolves({ Item: task })
  table.on(UpdateCommand).resolves({})
  queues.on(SendMessageBatchCommand).resolves({})
})
afterEach(() => {
  vi.unstubAllEnvs()
})

describe('the handler of release-due', () => {
  it('does what is due by the schedule’s time, on the channel’s queue and to the branch’s head', async () => {
    const { handler } = await load()
    await handler(tick, contextWith(60_000))
    expect(queues.commandCalls(SendMessageBatchCommand).map(({ args }) => args[0].input)).toMatchObject([
      {
        QueueUrl: 'https://queues/sms-marketing',
        Entries: [{ MessageBody: JSON.stringify(keyOf(message)) }],
      },
    ])
    expect(table.commandCalls(UpdateCommand).map(({ args }) => args[0].input)).toMatchObject([
      { TableName: 'journal', Key: keyOf(message), ExpressionAttributeValues: { ':to': 'queued' } },
      { TableName: 'journal', Key: keyOf(task), ExpressionAttributeValues: { ':to': 'HEAD1' } },
    ])
  })

  it('begins nothing that its time is too short for', async () => {
    const { handler } = await load()
    await handler(tick, contextWith(5_000))
    expect(queues.commandCalls(SendMessageBatchCommand)).toEqual([])
    expect(table.commandCalls(UpdateCommand)).toEqual([])
  })

  it('fails as a whole where the index cannot be read', async () => {
    table.on(QueryCommand).rejects(new Error('out of reach'))
    const { handler } = await load()
    await expect(handler(tick, contextWith(60_000))).rejects.toThrow('out of reach')
  })

  it('does not start with an environment that is not whole', async () => {
    await expect(load({ CLOCK: 'sundial' })).rejects.toThrow('CLOCK')
  })
})

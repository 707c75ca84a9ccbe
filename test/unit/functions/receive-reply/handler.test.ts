import { DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const MARK = /420777000777|piimark/i
const PHONE = '+420777000777'

const tables = mockClient(DynamoDBDocumentClient)
const environment = {
  CONTACTS_TABLE: 'contacts',
  CUSTOMERS_TABLE: 'customers',
  CAMPAIGNS_TABLE: 'campaigns',
  JOURNAL_TABLE: 'journal',
  AUDIT_TABLE: 'audit',
  AWS_REGION: 'eu-central-1',
  POWERTOOLS_METRICS_DISABLED: 'true',
  // The logger writes to the console that the test watches.
  POWERTOOLS_DEV: 'true',
}

let printed: string[]
beforeEach(() => {
  vi.resetModules()
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  tables.reset()
  tables.on(QueryCommand, { TableName: 'contacts' }).resolves({ Items: [{ customerId: 'C1' }] })
  tables.on(TransactWriteCommand).resolves({})
  printed = []
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, level).mockImplementation((...words) => void printed.push(words.join(' ')))
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

const hear = async (messageBody: string): Promise<SQSBatchResponse> => {
  const { handler } = await import('#functions/receive-reply/handler.ts')
  const Message = JSON.stringify({ originationNumber: PHONE, messageBody, inboundMessageId: 'r1' })
  const body = JSON.stringify({ Type: 'Notification', Message, Timestamp: new Date().toISOString() })
  const record = { messageId: 'm1', body, attributes: { ApproximateReceiveCount: '1' } }
  return handler({ Records: [record] } as SQSEvent, {} as Context)
}

describe('the handler of receive-reply', () => {
  it('asks whose number it is, and writes profile, audit and journal together', async () => {
    expect(await hear('STOP')).toEqual({ batchItemFailures: [] })
    expect(tables.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({
      IndexName: 'byPhone',
      ProjectionExpression: 'customerId',
      ExpressionAttributeValues: { ':phone': PHONE },
    })
    const [written] = tables.commandCalls(TransactWriteCommand).map(({ args }) => args[0].input)
    expect(written?.TransactItems).toMatchObject([
      { Update: { TableName: 'customers', Key: { customerId: 'C1' } } },
      { Put: { TableName: 'audit', Item: { subject: 'customer#C1', action: 'opted-out' } } },
      { Put: { TableName: 'journal', Item: { campaignId: 'system-opt-out-confirmation', state: 'held' } } },
    ])
    expect(JSON.stringify(written)).not.toMatch(MARK)
    expect(tables.commandCalls(GetCommand)).toEqual([])
  })

  it.each(['STOP', 'Hello, piimark'])(
    'hands back what failed (%s), and says whose it was to nobody',
    async (text) => {
      const error = Object.assign(new Error(`no index for ${PHONE}`), { name: 'InternalServerError' })
      tables.on(QueryCommand).rejects(error)
      expect(await hear(text)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] })
      expect(printed.length).toBeGreaterThan(0)
      expect(printed.join('\n')).not.toMatch(MARK)
    },
  )
})

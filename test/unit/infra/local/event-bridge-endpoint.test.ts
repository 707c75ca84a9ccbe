import {
  DescribeRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  PutEventsCommand,
} from '@aws-sdk/client-eventbridge'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startEventBridgeEndpoint } from '#infra/local/event-bridge-endpoint.ts'
import { createEventBus } from '#infra/local/event-bus.ts'

let endpoint: { url: string; stop(): Promise<void> }
let client: EventBridgeClient
let delivered: string[]

beforeEach(async () => {
  delivered = []
  const rule = {
    name: 'all',
    arn: 'arn:rule/all',
    busName: 'bank',
    matches: () => true,
    targets: [{ arn: 'arn:queue', id: 't' }],
  }
  const deliver = async (_arn: string, bodies: readonly string[]) => void delivered.push(...bodies)
  endpoint = await startEventBridgeEndpoint(createEventBus({ buses: ['bank'], rules: [rule], deliver }))
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  client = new EventBridgeClient({ endpoint: endpoint.url, region: 'us-east-1', credentials, maxAttempts: 1 })
})

afterEach(async () => {
  client.destroy()
  await endpoint.stop()
})

const entry = (more: object = {}) => ({
  EventBusName: 'bank',
  Source: 'bank.core',
  DetailType: 'CardChanged',
  Detail: '{"note":"卡 ✓"}',
  ...more,
})

describe('with the AWS SDK as it is', () => {
  it('takes events and says which it refused', async () => {
    const Time = new Date('2026-05-06T07:08:09Z')
    const Entries = [entry({ Time }), entry({ Detail: 'no JSON' })]
    const answer = await client.send(new PutEventsCommand({ Entries }))
    expect(answer.FailedEntryCount).toBe(1)
    expect(answer.Entries?.[1]?.ErrorCode).toBe('MalformedDetail')
    expect(delivered.map((body) => JSON.parse(body) as unknown)).toEqual([
      expect.objectContaining({
        id: answer.Entries?.[0]?.EventId,
        time: '2026-05-06T07:08:09Z',
        detail: { note: '卡 ✓' },
      }),
    ])
  })

  it('answers errors that the SDK makes exceptions of', async () => {
    const Entries = Array.from({ length: 11 }, () => entry())
    await expect(client.send(new PutEventsCommand({ Entries }))).rejects.toMatchObject({
      name: 'ValidationException',
      $metadata: { httpStatusCode: 400 },
    })
  })

  it('names the operation it does not play', async () => {
    const command = new DescribeRuleCommand({ Name: 'x' })
    await expect(client.send(command)).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringContaining('DescribeRule'),
    })
  })

  it('lists its buses', async () => {
    const { EventBuses } = await client.send(new ListEventBusesCommand({}))
    expect(EventBuses?.map(({ Name }) => Name)).toEqual(['default', 'bank'])
  })
})

it('answers a body that is no JSON as AWS does', async () => {
  const headers = { 'x-amz-target': 'AWSEvents.PutEvents' }
  const answer = await fetch(endpoint.url, { method: 'POST', headers, body: '{' })
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({ __type: 'SerializationException' })
})

it('listens on loopback only', () => {
  expect(endpoint.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
})

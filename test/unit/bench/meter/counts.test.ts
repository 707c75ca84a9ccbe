import { describe, expect, it } from 'vitest'
import { Counts } from '#test/bench/meter/counts.ts'

const request = (target: string, body: unknown) => ({
  method: 'POST',
  path: '/',
  headers: { 'x-amz-target': target },
  body: JSON.stringify(body),
})

const answer = (body: unknown, status = 200) => ({ status, headers: {}, body: JSON.stringify(body) })

const countedOf = (...calls: readonly (readonly [string, unknown, ReturnType<typeof answer>])[]) => {
  const counts = new Counts()
  for (const [target, body, answered] of calls) counts.add(request(target, body), answered)
  return counts.counted()
}

const dynamodb = (operation: string) => `DynamoDB_20120810.${operation}`
const units = (TableName: string, CapacityUnits: number) => ({ TableName, CapacityUnits })

describe('units of DynamoDB', () => {
  it.each([
    ['PutItem', 'writeUnits'],
    ['UpdateItem', 'writeUnits'],
    ['DeleteItem', 'writeUnits'],
    ['GetItem', 'readUnits'],
    ['Query', 'readUnits'],
    ['Scan', 'readUnits'],
  ] as const)('%s are what the service says, as %s', (operation, kind) => {
    const call = [dynamodb(operation), {}, answer({ ConsumedCapacity: units('t', 1.5) })] as const
    const counted = countedOf(call, call)
    expect(counted[kind]).toEqual({ t: 3 })
    expect(counted[kind === 'readUnits' ? 'writeUnits' : 'readUnits']).toEqual({})
    expect(counted.requests).toEqual({ [`DynamoDB.${operation}`]: 2 })
  })

  it('of a transaction stand by table', () => {
    const ConsumedCapacity = [units('a', 4), units('b', 2)]
    const counted = countedOf([dynamodb('TransactWriteItems'), {}, answer({ ConsumedCapacity })])
    expect(counted.writeUnits).toEqual({ a: 4, b: 2 })
  })

  it('of a refused condition are one, because its answer does not carry them', () => {
    const refused = answer({ __type: 'com.amazonaws.dynamodb#ConditionalCheckFailedException' }, 400)
    expect(countedOf([dynamodb('UpdateItem'), { TableName: 't' }, refused]).writeUnits).toEqual({ t: 1 })
  })

  it('of a cancelled transaction are two for each of its items', () => {
    const refused = answer({ __type: 'com.amazonaws.dynamodb#TransactionCanceledException' }, 400)
    const TransactItems = [
      { Put: { TableName: 'a' } },
      { Update: { TableName: 'b' } },
      { Put: { TableName: 'a' } },
    ]
    const counted = countedOf([dynamodb('TransactWriteItems'), { TransactItems }, refused])
    expect(counted.writeUnits).toEqual({ a: 4, b: 2 })
  })

  it('of what failed otherwise are none', () => {
    const failed = answer({ __type: 'com.amazonaws.dynamodb#ThrottlingException' }, 400)
    const { writeUnits, requests } = countedOf([dynamodb('PutItem'), { TableName: 't' }, failed])
    expect([writeUnits, requests]).toEqual([{}, { 'DynamoDB.PutItem': 1 }])
  })
})

describe('requests to queues', () => {
  const QueueUrl = 'http://127.0.0.1:1/1/orders'
  const KB = 1024

  it('are billed by 64 KB of all messages in them', () => {
    const entries = (bytes: number) => ({ QueueUrl, Entries: [{ MessageBody: 'x'.repeat(bytes) }] })
    const send = (bytes: number) =>
      countedOf(['AmazonSQS.SendMessageBatch', entries(bytes), answer({})]).sqsChunks.SendMessageBatch
    expect([send(1), send(64 * KB), send(64 * KB + 1), send(200 * KB)]).toEqual([1, 1, 2, 4])
  })

  it('of one message count its bytes, not its letters', () => {
    const MessageBody = 'ž'.repeat(40 * KB)
    expect(countedOf(['AmazonSQS.SendMessage', { QueueUrl, MessageBody }, answer({})]).sqsChunks).toEqual({
      SendMessage: 2,
    })
  })

  it('that find nothing stand apart', () => {
    const receive = (...Messages: { Body: string }[]) =>
      ['AmazonSQS.ReceiveMessage', { QueueUrl }, answer({ Messages })] as const
    const counted = countedOf(receive(), receive({ Body: 'a' }, { Body: 'b' }), receive())
    expect(counted.emptyReceives).toEqual({ orders: 2 })
    expect(counted.received).toEqual({ orders: 2 })
    expect(counted.sqsChunks).toEqual({ ReceiveMessage: 1 })
    expect(counted.requests).toEqual({ 'SQS.ReceiveMessage': 3 })
  })
})

describe('entries of the bus', () => {
  it('are billed one by one, by 64 KB of source, name and detail', () => {
    const entry = (bytes: number) => ({ Source: 'ab', DetailType: 'cd', Detail: 'x'.repeat(bytes) })
    const Entries = [entry(10), entry(64 * 1024 - 4), entry(64 * 1024 - 3)]
    const counted = countedOf(['AWSEvents.PutEvents', { Entries }, answer({})])
    expect([counted.busChunks, counted.busEntries]).toEqual([4, 3])
    expect(counted.busBytes).toBe(10 + 2 * 64 * 1024 - 7 + 12)
  })
})

describe('other services', () => {
  it('are counted by method and path', () => {
    const counts = new Counts()
    const sent = { method: 'POST', path: '/v2/email/outbound-emails?x=1', headers: {}, body: '{}' }
    counts.add(sent, answer({}))
    expect(counts.counted().requests).toEqual({ 'POST /v2/email/outbound-emails': 1 })
  })
})

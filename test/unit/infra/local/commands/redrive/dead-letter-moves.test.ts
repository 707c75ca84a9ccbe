import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, expect, test } from 'vitest'
import { connectionBy } from '#infra/local/commands/connection.ts'
import { moveDeadLetters } from '#infra/local/commands/redrive/dead-letter-moves.ts'

const outputs = {
  BusName: 'bus',
  EmailServiceQueueUrl: 'https://sqs/1/EmailService',
  EmailServiceDlqUrl: 'https://sqs/1/EmailServiceDlq',
}
const now = new Date('2026-06-01T12:00:00Z')

const mock = mockClient(SQSClient)
afterEach(() => mock.reset())

const clients = { dynamodb: new DynamoDBClient(), eventBridge: new EventBridgeClient(), sqs: new SQSClient() }
const deployment = { connection: connectionBy(clients, outputs), outputs }

const message = (id: string, body: string, sentAt = now): Message => ({
  MessageId: id,
  ReceiptHandle: `receipt-${id}`,
  Body: body,
  Attributes: { SentTimestamp: String(sentAt.getTime() - 1000) },
})

const holds = (...messages: Message[]): void => {
  mock.on(ReceiveMessageCommand).resolvesOnce({ Messages: messages }).resolves({})
  mock.on(SendMessageBatchCommand).callsFake(({ Entries }) => ({ Successful: Entries }))
  mock.on(DeleteMessageBatchCommand).resolves({})
  mock.on(ChangeMessageVisibilityBatchCommand).resolves({})
}

const move = () => moveDeadLetters('EmailServiceDlqUrl', deployment, now)
const sent = () =>
  mock.commandCalls(SendMessageBatchCommand).flatMap(({ args: [{ input }] }) => input.Entries ?? [])
const deleted = () =>
  mock
    .commandCalls(DeleteMessageBatchCommand)
    .flatMap(({ args: [{ input }] }) => (input.Entries ?? []).map(({ ReceiptHandle }) => ReceiptHandle))
const shownAgain = () =>
  mock
    .commandCalls(ChangeMessageVisibilityBatchCommand)
    .flatMap(({ args: [{ input }] }) => (input.Entries ?? []).map(({ ReceiptHandle }) => ReceiptHandle))

test('bodies and attributes arrive as they were', async () => {
  const attributes = { trace: { DataType: 'String', StringValue: 'x' } }
  holds({ ...message('a', ' {"n": 1.10}\n'), MessageAttributes: attributes }, message('b', 'nonsense'))
  expect(await move()).toEqual({ moved: 2, left: {} })
  expect(sent()).toMatchObject([
    { MessageBody: ' {"n": 1.10}\n', MessageAttributes: attributes },
    { MessageBody: 'nonsense' },
  ])
  expect(deleted()).toEqual(['receipt-a', 'receipt-b'])
})

test('what its queue did not take is not deleted, and can be seen again', async () => {
  holds(message('a', '1'), message('b', '2'), message('c', '3'))
  mock.on(SendMessageBatchCommand).callsFake(({ Entries }) => ({
    Successful: [Entries[0]],
    Failed: [{ Id: Entries[1].Id, Code: 'InternalError', SenderFault: false }],
  }))
  expect(await move()).toEqual({ moved: 1, left: { InternalError: 1, NoAnswer: 1 } })
  expect(deleted()).toEqual(['receipt-a'])
  expect(shownAgain()).toEqual(['receipt-b', 'receipt-c'])
})

test('what was sent and could not be deleted is said', async () => {
  holds(message('a', '1'), message('b', '2'))
  mock.on(DeleteMessageBatchCommand).resolves({
    Successful: [],
    Failed: [{ Id: '1', Code: 'InternalError', SenderFault: false }],
  })
  expect((await move()).left).toEqual({ 'it was sent, but could not be deleted: InternalError': 1 })
  expect(shownAgain()).toEqual(['receipt-b'])
})

test('what failed again meanwhile is not sent in circles', async () => {
  holds(message('a', '1'), message('b', '2', new Date(now.getTime() + 5000)))
  expect(await move()).toEqual({ moved: 1, left: { 'it failed again during this run': 1 } })
  expect(sent()).toHaveLength(1)
  expect(deleted()).toEqual(['receipt-a'])
})

test('large messages share no request', async () => {
  const body = 'x'.repeat(200 * 1024)
  holds(message('a', body), message('b', body))
  expect(await move()).toEqual({ moved: 2, left: {} })
  expect(mock.commandCalls(SendMessageBatchCommand)).toHaveLength(2)
})

test('when the queue refuses the whole request, everything can be seen again and the error is told', async () => {
  holds(message('a', '1'))
  mock.on(SendMessageBatchCommand).rejects(new Error('no access'))
  await expect(move()).rejects.toThrow('no access')
  expect(deleted()).toEqual([])
  expect(shownAgain()).toEqual(['receipt-a'])
})

const inLine = (id: string, group: string): Message => ({
  ...message(id, id),
  Attributes: {
    SentTimestamp: String(now.getTime() - 1000),
    MessageGroupId: group,
    MessageDeduplicationId: `first-${id}`,
  },
})

test('what stood in a line goes back into it, in order, under an id that its queue has not seen', async () => {
  holds(inLine('a', 'G1'), inLine('b', 'G1'))
  expect(await move()).toEqual({ moved: 2, left: {} })
  expect(mock.commandCalls(SendMessageBatchCommand)).toHaveLength(2)
  expect(sent()).toMatchObject([
    { MessageBody: 'a', MessageGroupId: 'G1', MessageDeduplicationId: 'redrive-a' },
    { MessageBody: 'b', MessageGroupId: 'G1', MessageDeduplicationId: 'redrive-b' },
  ])
})

test('after one of a line that is not taken nobody overtakes it; other lines go on', async () => {
  holds(inLine('a', 'G1'), inLine('b', 'G1'), inLine('c', 'G2'))
  mock
    .on(SendMessageBatchCommand)
    .callsFake(({ Entries }) =>
      Entries[0].MessageBody === 'a'
        ? { Failed: [{ Id: Entries[0].Id, Code: 'InternalError' }] }
        : { Successful: Entries },
    )
  expect(await move()).toEqual({
    moved: 1,
    left: { InternalError: 1, 'one before it was not taken': 1 },
  })
  expect(deleted()).toEqual(['receipt-c'])
})

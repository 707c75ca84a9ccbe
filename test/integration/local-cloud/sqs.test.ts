import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { expect, onTestFinished, test } from 'vitest'
import { localClientConfig } from '#infra/local/clients.ts'
import { queueCallsTo } from '#infra/local/queue-calls.ts'
import { startSqs } from '#infra/local/sqs.ts'
import { temporaryDirectory } from '#test/support/local-cloud/temporary-directory.ts'

const NAME = 'orders'

const boot = async (directory: string) => {
  const sqs = await startSqs(directory)
  const client = new SQSClient(localClientConfig(sqs.url))
  const QueueUrl = `${sqs.url}/000000000000/${NAME}`
  sqs.ensureQueue(NAME, QueueUrl, { VisibilityTimeout: '60' })
  const receive = async () => {
    const command = new ReceiveMessageCommand({ QueueUrl, MessageSystemAttributeNames: ['All'] })
    return (await client.send(command)).Messages ?? []
  }
  let stopped: Promise<void> | undefined
  const stop = () => {
    client.destroy()
    stopped ??= sqs.stop()
    return stopped
  }
  onTestFinished(stop)
  return { sqs, client, QueueUrl, receive, stop }
}

test('a message made visible again is received again, and keeps its count', async () => {
  const { sqs, client, QueueUrl, receive } = await boot(temporaryDirectory())
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }))
  const [first] = await receive()
  expect(await receive()).toEqual([])
  await client.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl,
      ReceiptHandle: first?.ReceiptHandle,
      VisibilityTimeout: 0,
    }),
  )
  expect(await receive()).toMatchObject([{ Body: 'hello', Attributes: { ApproximateReceiveCount: '2' } }])
  expect(sqs.depth([NAME, 'unknown'])).toBe(1)
})

test('a restart gives messages in flight back at once, on the URL of the new port', async () => {
  const directory = temporaryDirectory()
  const before = await boot(directory)
  const { QueueUrl } = before
  await before.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'in flight' }))
  await before.receive()
  await before.stop()

  const after = await boot(directory)
  const found = await after.client.send(new GetQueueUrlCommand({ QueueName: NAME }))
  expect(found.QueueUrl).toBe(after.QueueUrl)
  expect(await after.receive()).toMatchObject([
    { Body: 'in flight', Attributes: { ApproximateReceiveCount: '2' } },
  ])
})

test('what was answered is on disk, where a kill cannot reach it', async () => {
  const directory = temporaryDirectory()
  const { client, QueueUrl } = await boot(directory)
  // Another connection sees what is committed, and nothing else.
  const disk = new DatabaseSync(path.join(directory, 'fauxqs.db'), { readOnly: true })
  onTestFinished(() => disk.close())
  const kept = () =>
    disk.prepare('SELECT count(*) AS messages, count(receipt_handle) AS inFlight FROM sqs_messages').get()

  const bodies = Array.from({ length: 10 }, (_, number) => ({
    Id: `${number}`,
    MessageBody: `body ${number}`,
  }))
  await client.send(new SendMessageBatchCommand({ QueueUrl, Entries: bodies }))
  expect(kept()).toEqual({ messages: 10, inFlight: 0 })
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
  )
  expect(kept()).toEqual({ messages: 10, inFlight: 10 })
  const Entries = Messages.slice(0, 9).map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle }))
  await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }))
  expect(kept()).toEqual({ messages: 1, inFlight: 1 })
})

test.each(['directly', 'over HTTP'])('the local cloud sends, receives and removes %s', async (way) => {
  const { sqs, QueueUrl } = await boot(temporaryDirectory())
  const queues = way === 'directly' ? sqs.queues : queueCallsTo(sqs.url)
  const Entries = ['one', 'two €'].map((MessageBody, index) => ({ Id: `${index}`, MessageBody }))
  expect(await queues.send({ QueueUrl, Entries })).toMatchObject({ Successful: [{ Id: '0' }, { Id: '1' }] })
  const { Messages = [] } = await queues.receive({
    QueueUrl,
    MaxNumberOfMessages: 10,
    MessageSystemAttributeNames: ['All'],
  })
  expect(Messages).toMatchObject([
    { Body: 'one', Attributes: { ApproximateReceiveCount: '1' } },
    { Body: 'two €' },
  ])
  await queues.remove({
    QueueUrl,
    Entries: Messages.map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle })),
  })
  expect(sqs.depth([NAME])).toBe(0)
  await expect(queues.receive({ QueueUrl: `${sqs.url}/000000000000/unknown` })).rejects.toThrow(/not exist/)
})

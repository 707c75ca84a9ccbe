import { ChangeMessageVisibilityBatchCommand, SQSClient } from '@aws-sdk/client-sqs'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, expect, it } from 'vitest'
import { createPostpone } from '#shared/adapters/sqs/postpone.ts'

const sqs = mockClient(SQSClient)
beforeEach(() => void sqs.reset())

it('hides messages for so many seconds', async () => {
  sqs.on(ChangeMessageVisibilityBatchCommand).resolves({})
  await createPostpone(new SQSClient(), 'https://sqs.example/q')(['a', 'b'], 30)
  expect(sqs.commandCalls(ChangeMessageVisibilityBatchCommand)[0]?.args[0].input).toEqual({
    QueueUrl: 'https://sqs.example/q',
    Entries: [
      { Id: '0', ReceiptHandle: 'a', VisibilityTimeout: 30 },
      { Id: '1', ReceiptHandle: 'b', VisibilityTimeout: 30 },
    ],
  })
})

it('leaves it to the queue where that does not work', async () => {
  sqs.on(ChangeMessageVisibilityBatchCommand).rejects(new Error('throttled'))
  await expect(createPostpone(new SQSClient(), 'https://sqs.example/q')(['a'], 30)).resolves.toBeUndefined()
})

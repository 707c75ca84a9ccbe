import { expect, test } from 'vitest'
import { allRequests, requestsOf } from '#test/bench/end-to-end/requests.ts'
import type { Counted } from '#test/bench/meter/counts.ts'

const nothing: Counted = {
  ...{ requests: {}, writeUnits: {}, readUnits: {}, received: {}, emptyReceives: {}, sqsChunks: {} },
  ...{ busChunks: 0, busBytes: 0, busEntries: 0 },
}

const requests = requestsOf({
  counted: {
    dynamodb: {
      ...nothing,
      requests: {
        ...{ 'DynamoDB.UpdateItem': 100, 'DynamoDB.TransactWriteItems': 3, 'DynamoDB.PutItem': 2 },
        ...{ 'DynamoDB.Query': 4, 'DynamoDB.GetItem': 5 },
      },
    },
    sqs: {
      ...nothing,
      requests: {
        ...{ 'SQS.ReceiveMessage': 30, 'SQS.DeleteMessageBatch': 11, 'SQS.ChangeMessageVisibility': 1 },
        ...{ 'SQS.SendMessageBatch': 6, 'SQS.SendMessage': 1 },
      },
      emptyReceives: { events: 12, feedback: 8 },
    },
    providers: { ...nothing, requests: { 'POST /v2/email/outbound-emails': 1 } },
    eventBridge: { ...nothing, requests: { 'EventBridge.PutEvents': 10 } },
  },
})

test('requests are told apart by whom they go to, and looks at empty queues are none', () => {
  expect(requests).toEqual({ database: 114, queued: 7, polled: 22, providers: 1, published: 10 })
})

test('the sum has all of them', () => expect(allRequests(requests)).toBe(154))

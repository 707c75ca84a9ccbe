import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, expect, it } from 'vitest'
import { createDeliveryQueues } from '#shared/adapters/sqs/delivery-queues.ts'
import type { Channel, Purpose } from '#shared/domain/vocabulary.ts'
import type { Delivery } from '#shared/ports/decision-recorder.ts'

const sqs = mockClient(SQSClient)
const queueUrls = {
  emailService: 'https://sqs/email-service',
  emailMarketing: 'https://sqs/email-marketing',
  smsService: 'https://sqs/sms-service',
  smsMarketing: 'https://sqs/sms-marketing',
  inapp: 'https://sqs/inapp',
}
const queues = createDeliveryQueues({ client: new SQSClient({}), queueUrls })

const delivery = (channel: Channel, purpose: Purpose, customerId = 'C1'): Delivery => ({
  channel,
  purpose,
  customerId,
  entry: 'E1',
})

const sentTo = () =>
  sqs
    .commandCalls(SendMessageBatchCommand)
    .map(({ args: [{ input }] }) => [
      input.QueueUrl,
      input.Entries?.map(({ MessageBody = '' }) => JSON.parse(MessageBody)),
    ])

beforeEach(() => {
  sqs.reset()
  sqs.on(SendMessageBatchCommand).resolves({})
})

it.each([
  ['email', 'service', queueUrls.emailService],
  ['email', 'marketing', queueUrls.emailMarketing],
  ['sms', 'service', queueUrls.smsService],
  ['sms', 'marketing', queueUrls.smsMarketing],
  ['inapp', 'service', queueUrls.inapp],
  ['inapp', 'marketing', queueUrls.inapp],
] as const)('%s of %s has its queue, and carries nothing but the key', async (channel, purpose, url) => {
  expect(await queues.enqueue([delivery(channel, purpose)])).toEqual([])
  expect(sentTo()).toEqual([[url, [{ customerId: 'C1', entry: 'E1' }]]])
})

it('names what a queue did not take, and what went to a queue that could not be reached', async () => {
  const mixed = [
    delivery('email', 'service', 'C1'),
    delivery('email', 'service', 'C2'),
    delivery('sms', 'marketing', 'C3'),
  ]
  sqs
    .on(SendMessageBatchCommand, { QueueUrl: queueUrls.emailService })
    .resolves({ Failed: [{ Id: '1', Code: 'InternalError', SenderFault: false }] })
    .on(SendMessageBatchCommand, { QueueUrl: queueUrls.smsMarketing })
    .rejects(new Error('no connection'))
  expect(await queues.enqueue(mixed)).toEqual([mixed[1], mixed[2]])
})
